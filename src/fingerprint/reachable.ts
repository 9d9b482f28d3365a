import type { ReadSummary, Resolve } from "./names.ts"

/** The entry files and all files they may load, as far as they are followed. */
export function reachableFiles(
  entries: Iterable<string>,
  readSummary: ReadSummary,
  resolve: Resolve,
  isFollowed: (file: string) => boolean = () => true,
): ReadonlySet<string> {
  const files = new Set(entries)
  for (const file of files) {
    const summary = readSummary(file)
    if (summary === undefined) continue
    const specifiers = [
      ...summary.modules.map(({ from }) => from),
      ...summary.units.flatMap(({ loads }) => loads),
    ]
    for (const specifier of specifiers) {
      const resolved = resolve(specifier, file)
      if (resolved._tag === "File" && isFollowed(resolved.file)) files.add(resolved.file)
    }
  }
  return files
}
