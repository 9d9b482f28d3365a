/** Where each value of a resolved config came from. */

/** `file` is an experiment in TypeScript, `preset` a YAML file; what neither says is a default. */
export type Origin = "default" | "preset" | "file" | "--set"

type Path = ReadonlyArray<string>

/**
 * The origin of each leaf of `written`, by dotted path; a list is one leaf, since it is given as a whole.
 *
 * @param written the config with every default filled in
 * @param given what the file says
 * @param overrides values by dotted path, as `--set` gives them
 */
export function originsOf(
  written: unknown,
  given: unknown,
  overrides: Readonly<Record<string, unknown>>,
  kind: "preset" | "file",
): Readonly<Record<string, Origin>> {
  const changed = Object.entries(overrides).map(([path, value]) => ({ keys: path.split("."), value }))
  const originOf = (path: Path): Origin => {
    const set = changed.findLast(({ keys }) => keys.every((key, i) => path[i] === key))
    // null turns a field off: what stands there then is its default
    if (set !== undefined) return set.value === null ? "default" : "--set"
    return holds(given, path) ? kind : "default"
  }
  return Object.fromEntries(leaves(written, []).map((path) => [path.join("."), originOf(path)]))
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function leaves(value: unknown, path: Path): ReadonlyArray<Path> {
  if (!isRecord(value) || Object.keys(value).length === 0) return [path]
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]))
}

function holds(value: unknown, [head, ...rest]: Path): boolean {
  if (head === undefined) return true
  return isRecord(value) && Object.hasOwn(value, head) && holds(value[head], rest)
}
