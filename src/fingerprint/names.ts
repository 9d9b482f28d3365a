import type { FileSummary } from "./summary.ts"
import type { Package } from "./table.ts"

/** Where an import leads. Files are named by keys that the reader of summaries understands. */
export type Resolved =
  | { readonly _tag: "File"; readonly file: string }
  /** Code that is not followed: an installed package, Node itself, the engine, the shell's packages. */
  | { readonly _tag: "Outside"; readonly id: string; readonly packages: ReadonlyArray<Package> }
  | { readonly _tag: "Missing" }

export type Resolve = (specifier: string, from: string) => Resolved
export type ReadSummary = (file: string) => FileSummary | undefined

/** What a name stands for. */
export type Target =
  | { readonly _tag: "Unit"; readonly file: string; readonly index: number }
  /** All exports of a file. */
  | { readonly _tag: "Namespace"; readonly file: string }
  | { readonly _tag: "Outside"; readonly id: string; readonly path: ReadonlyArray<string> }
  | { readonly _tag: "Missing" }

type Targets = ReadonlyArray<Target>
type Path = ReadonlyArray<string>

/** The names of all files, followed through imports, re-exports and `export *` as the language does. */
export class Names {
  readonly #readSummary: ReadSummary
  readonly #resolve: Resolve
  readonly #files = new Map<string, NamesOfFile | undefined>()

  constructor(readSummary: ReadSummary, resolve: Resolve) {
    this.#readSummary = readSummary
    this.#resolve = resolve
  }

  file(file: string): NamesOfFile | undefined {
    if (!this.#files.has(file)) {
      const summary = this.#readSummary(file)
      this.#files.set(file, summary && namesOfFile(summary))
    }
    return this.#files.get(file)
  }

  resolve(specifier: string, from: string): Resolved {
    return this.#resolve(specifier, from)
  }

  /** What a name with members, used in a file, stands for; empty for a global. */
  find(file: string, path: Path): Targets {
    return this.#local(file, path, new Set())
  }

  /** What a module stands for when it is loaded whole. */
  module(specifier: string, from: string): Targets {
    return this.#imported(specifier, from, ["*"], new Set())
  }

  /** All exports of a file by name. */
  exportsOf(file: string): ReadonlyArray<readonly [string, Targets]> {
    const names = [...this.#exportedNames(file, new Set())].sort()
    const outside = this.#outsideStars(file, new Set(), [])
    return [
      ...names.map((name) => [name, this.#exported(file, [name], new Set())] as const),
      ["*", outside] as const,
    ]
  }

  #local(file: string, path: Path, seen: Set<string>): Targets {
    const [name = "", ...members] = path
    const names = this.file(file)
    const units = names?.units.get(name)
    if (units) return units.map((index) => ({ _tag: "Unit", file, index }))
    const imported = names?.imports.get(name)
    return imported ? this.#imported(imported.from, file, [imported.imported, ...members], seen) : []
  }

  /** @param path the imported name, `*` for the namespace, and the members used of it */
  #imported(specifier: string, from: string, path: Path, seen: Set<string>): Targets {
    const resolved = this.resolve(specifier, from)
    if (resolved._tag === "Missing") return [MISSING]
    if (resolved._tag === "Outside") return [{ _tag: "Outside", id: resolved.id, path }]
    const { file } = resolved
    if (this.file(file)?.summary.kind === "content") return [{ _tag: "Unit", file, index: 0 }]
    if (path[0] !== "*") return this.#exported(file, path, seen)
    return path.length === 1 ? [{ _tag: "Namespace", file }] : this.#exported(file, path.slice(1), seen)
  }

  #exported(file: string, path: Path, seen: Set<string>): Targets {
    const [name = "", ...members] = path
    const key = `${file}\n${name}`
    const names = this.file(file)
    if (names === undefined || seen.has(key)) return [MISSING]
    seen.add(key)
    const local = names.exports.get(name)
    if (local !== undefined) return this.#local(file, [local, ...members], seen)
    const again = names.reexports.get(name)
    if (again) return this.#imported(again.from, file, [again.imported, ...members], seen)
    return name === "default" ? [MISSING] : this.#throughStars(file, path, seen)
  }

  #throughStars(file: string, path: Path, seen: Set<string>): Targets {
    const inFiles = this.#starFiles(file).flatMap((star) => this.#exported(star, path, seen))
    const found = inFiles.filter((target) => target._tag !== "Missing" && target._tag !== "Outside")
    if (found.length > 0) return found
    const outside = [
      ...inFiles.filter((target) => target._tag === "Outside"),
      ...this.#outsideStars(file, new Set(), path),
    ]
    return outside.length > 0 ? outside : [MISSING]
  }

  #starFiles(file: string): ReadonlyArray<string> {
    const stars = this.file(file)?.summary.stars ?? []
    return stars.flatMap((specifier) => {
      const resolved = this.resolve(specifier, file)
      return resolved._tag === "File" ? [resolved.file] : []
    })
  }

  /** `export * from` code that is not followed may give any name. */
  #outsideStars(file: string, seen: Set<string>, path: Path): Targets {
    if (seen.has(file)) return []
    seen.add(file)
    const stars = this.file(file)?.summary.stars ?? []
    return stars.flatMap((specifier): Targets => {
      const resolved = this.resolve(specifier, file)
      if (resolved._tag === "File") return this.#outsideStars(resolved.file, seen, path)
      return resolved._tag === "Outside" ? [{ _tag: "Outside", id: resolved.id, path }] : [MISSING]
    })
  }

  #exportedNames(file: string, seen: Set<string>): ReadonlySet<string> {
    const names = this.file(file)
    if (names === undefined || seen.has(file)) return new Set()
    seen.add(file)
    const throughStars = this.#starFiles(file).flatMap((star) => [...this.#exportedNames(star, seen)])
    const starred = throughStars.filter((name) => name !== "default")
    return new Set([...names.exports.keys(), ...names.reexports.keys(), ...starred])
  }
}

const MISSING: Target = { _tag: "Missing" }

/** A summary with its names indexed. */
export interface NamesOfFile {
  readonly summary: FileSummary
  readonly units: ReadonlyMap<string, ReadonlyArray<number>>
  /** The units that assign to a name. */
  readonly writers: ReadonlyMap<string, ReadonlyArray<number>>
  readonly imports: ReadonlyMap<string, FileSummary["imports"][number]>
  readonly exports: ReadonlyMap<string, string>
  readonly reexports: ReadonlyMap<string, FileSummary["reexports"][number]>
}

function namesOfFile(summary: FileSummary): NamesOfFile {
  return {
    summary,
    units: indexBy(summary, (unit) => unit.names),
    writers: indexBy(summary, (unit) => unit.writes),
    imports: new Map(summary.imports.map((one) => [one.local, one])),
    exports: new Map(summary.exports.map(({ exported, local }) => [exported, local])),
    reexports: new Map(summary.reexports.map((one) => [one.exported, one])),
  }
}

function indexBy(
  { units }: FileSummary,
  keys: (unit: FileSummary["units"][number]) => ReadonlyArray<string>,
): Map<string, ReadonlyArray<number>> {
  const index = new Map<string, ReadonlyArray<number>>()
  units.forEach((unit, at) => {
    for (const key of keys(unit)) index.set(key, [...(index.get(key) ?? []), at])
  })
  return index
}
