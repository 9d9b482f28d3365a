import { encode, type Encodable } from "./encoding.ts"
import type { LinkedUnits } from "./linkedUnit.ts"
import type { Names, Target } from "./names.ts"
import type { Definition } from "./summary.ts"
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
export function closureOf(names: Names, units: LinkedUnits, file: string, definition: Definition): Closure {
  const walk = new ClosureWalk(names, units)
  walk.start(file, definition)
  return walk
}

type Reached = Extract<Target, { _tag: "Unit" | "Namespace" }>

/**
 * Numbers what is reached in order of discovery. Each reached unit contributes its hash and, for each name it
 * mentions, the numbers of what the name stands for: this fixes the code and its linking, but not the files' names.
 */
class ClosureWalk implements Closure {
  readonly content: Array<Encodable> = []
  readonly declarations: Array<Declaration> = []
  readonly packages = new Map<string, Package>()
  readonly hazards: Array<Omit<Refusal, "node">> = []
  readonly #names: Names
  readonly #units: LinkedUnits
  readonly #numbers = new Map<string, number>()
  readonly #queue: Array<Reached> = []
  readonly #loaded = new Set<string>()

  constructor(names: Names, units: LinkedUnits) {
    this.#names = names
    this.#units = units
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
    const linked = this.#units.get(file, index)
    if (linked === undefined) return null
    const { declaration, unit, targets, writers } = linked
    this.declarations.push(declaration)
    for (const hazard of unit.hazards) this.hazards.push({ ...hazard, file })
    return [
      declaration.hash,
      targets.map((some) => this.#encode(some)),
      unit.loads.map((specifier) => this.#load(specifier, file, unit.line, "unresolved-load")),
      writers.map((writer) => this.#number({ _tag: "Unit", file, index: writer })),
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
    const key = `${target._tag === "Unit" ? target.index : "*"}:${target.file}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#queue.push(target) - 1
    this.#numbers.set(key, number)
    return number
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
