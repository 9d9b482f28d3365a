import { basename } from "node:path/posix"
import { encode, hashValue, type Encodable } from "./encoding.ts"
import type { Names, NamesOfFile, Target } from "./names.ts"
import type { Definition, Unit } from "./summary.ts"
import type { Declaration, Package, Refusal, RefusalKind } from "./table.ts"

/** Everything that one definition reaches. */
export interface Closure {
  /** The reached code and how its names are linked; no file names in it, so moving a file changes nothing. */
  readonly content: Encodable
  readonly declarations: ReadonlyArray<Declaration>
  readonly packages: ReadonlyMap<string, Package>
  readonly hazards: ReadonlyArray<Omit<Refusal, "node">>
}

/** Follows a definition to the end. */
export function closureOf(names: Names, file: string, definition: Definition): Closure {
  const walk = new ClosureWalk(names)
  walk.start(file, definition)
  return walk
}

type Reached = Extract<Target, { _tag: "Unit" | "Namespace" }>

/**
 * Numbers what is reached in order of discovery. Each reached unit contributes its own hash and, for each name it
 * mentions, the numbers of what the name stands for: this fixes the code and its linking, but not the files' names.
 */
class ClosureWalk implements Closure {
  readonly content: Array<Encodable> = []
  readonly declarations: Array<Declaration> = []
  readonly packages = new Map<string, Package>()
  readonly hazards: Array<Omit<Refusal, "node">> = []
  readonly #names: Names
  readonly #numbers = new Map<string, number>()
  readonly #queue: Array<Reached> = []
  readonly #loaded = new Set<string>()

  constructor(names: Names) {
    this.#names = names
  }

  start(file: string, { unit, line, codeDeps }: Definition): void {
    this.#number({ _tag: "Unit", file, index: unit })
    this.#loadFile(file)
    const paths = (codeDeps ?? []).map((path) => (/^\.{0,2}\//.test(path) ? path : `./${path}`))
    const declared = paths.map((path) => this.#load(path, file, line, "unresolved-import"))
    this.content.push(["declared", ...declared])
    for (let at = 0; at < this.#queue.length; at++) {
      const reached = this.#queue[at]
      if (reached) this.content.push(this.#follow(reached))
    }
  }

  #follow(reached: Reached): Encodable {
    if (reached._tag === "Namespace") return this.#followNamespace(reached.file)
    const { file, index } = reached
    const names = this.#names.file(file)
    const unit = names?.summary.units[index]
    if (names === undefined || unit === undefined) return null
    for (const hazard of unit.hazards) this.hazards.push({ ...hazard, file })
    const links = unit.refs.map((path) => [path, this.#names.find(file, path)] as const)
    const loads = unit.loads.map((specifier) => this.#load(specifier, file, unit.line, "unresolved-load"))
    const hash = hashValue([
      unit.hash,
      links.map(([path, targets]) => [path, targets.map((to) => this.#label(to))]),
    ])
    const name = displayName(names, unit, index, file)
    this.declarations.push({ file, name, line: unit.line, hash, text: unit.text })
    return [
      unit.hash,
      links.map(([path, targets]) => [path, this.#encode(targets)]),
      loads,
      writersOf(names, unit).map((writer) => this.#number({ _tag: "Unit", file, index: writer })),
    ]
  }

  #followNamespace(file: string): Encodable {
    const exports = this.#names.exportsOf(file)
    return ["namespace", ...exports.map(([name, targets]) => [name, this.#encode(targets)])]
  }

  #encode(targets: ReadonlyArray<Target>): Encodable {
    return targets.map((target) => {
      switch (target._tag) {
        case "Unit":
        case "Namespace":
          return this.#number(target)
        case "Outside":
          return [target.id, ...target.path]
        case "Missing":
          return null
      }
    })
  }

  #number(target: Reached): number {
    const key = target._tag === "Unit" ? encode([target.file, target.index]) : encode([target.file])
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#queue.push(target) - 1
    this.#numbers.set(key, number)
    return number
  }

  /** What a target is called, so that linking a name elsewhere shows in the declaration that uses it. */
  #label(target: Target): Encodable {
    if (target._tag === "Unit")
      return this.#names.file(target.file)?.summary.units[target.index]?.names ?? null
    return target._tag === "Outside" ? [target.id, ...target.path] : target._tag
  }

  /** Loads a module that is asked for by name in reached code. */
  #load(specifier: string, file: string, line: number, ifMissing: RefusalKind): Encodable {
    this.#loadModule(specifier, file, line, ifMissing)
    return this.#encode(this.#names.module(specifier, file))
  }

  #loadModule(specifier: string, file: string, line: number, ifMissing: RefusalKind): void {
    const resolved = this.#names.resolve(specifier, file)
    if (resolved._tag === "File") this.#loadFile(resolved.file)
    else if (resolved._tag === "Missing") this.hazards.push({ kind: ifMissing, file, line, what: specifier })
    else
      for (const one of resolved.packages)
        this.packages.set(encode([one.name, one.version, one.integrity]), one)
  }

  /** What a module imports runs before it; then its own effects run. */
  #loadFile(file: string): void {
    const summary = this.#names.file(file)?.summary
    if (summary === undefined || this.#loaded.has(file)) return
    this.#loaded.add(file)
    for (const { from, line } of summary.modules) this.#loadModule(from, file, line, "unresolved-import")
    for (const { kind, line, what } of summary.defects) {
      if (kind === "syntax-error") this.hazards.push({ kind, file, line, what })
    }
    summary.units.forEach(({ isEffect }, index) => {
      if (isEffect) this.content.push(["effect", this.#number({ _tag: "Unit", file, index })])
    })
  }
}

/** Units of the same file that assign to a name of this one. */
function writersOf({ writers }: NamesOfFile, unit: Unit): ReadonlyArray<number> {
  return unit.names.flatMap((name) => writers.get(name) ?? [])
}

function displayName({ summary }: NamesOfFile, unit: Unit, index: number, file: string): string {
  if (summary.kind === "content") return basename(file)
  if (unit.names.length > 0) return unit.names.join(", ")
  const effects = summary.units.slice(0, index + 1).filter(({ isEffect }) => isEffect)
  return `top-level statement ${effects.length}`
}
