import { basename } from "node:path/posix"
import { hashValue, type Encodable } from "./encoding.ts"
import type { Names, NamesOfFile, Target } from "./names.ts"
import type { Unit } from "./summary.ts"
import type { Declaration } from "./table.ts"

/** A unit with its names resolved: the part of a fingerprint that is the same for every node that reaches it. */
export interface LinkedUnit {
  /** Its hash covers the code, the names it mentions, and what code that is not followed they stand for. */
  readonly declaration: Declaration
  readonly unit: Unit
  /** For each name it mentions, what it stands for. */
  readonly targets: ReadonlyArray<ReadonlyArray<Target>>
  /** Units of the same file that assign to a name of this one. */
  readonly writers: ReadonlyArray<number>
}

/** The units of all files, each linked once. */
export class LinkedUnits {
  readonly #names: Names
  readonly #linked = new Map<string, LinkedUnit | undefined>()

  constructor(names: Names) {
    this.#names = names
  }

  get(file: string, index: number): LinkedUnit | undefined {
    const key = `${index}:${file}`
    if (!this.#linked.has(key)) this.#linked.set(key, this.#link(file, index))
    return this.#linked.get(key)
  }

  #link(file: string, index: number): LinkedUnit | undefined {
    const names = this.#names.file(file)
    const unit = names?.summary.units[index]
    if (names === undefined || unit === undefined) return undefined
    const targets = unit.refs.map((path) => this.#names.find(file, path))
    const labels = targets.map((some) => some.map((target) => this.#label(target)))
    const hash = hashValue([unit.hash, unit.refs, labels])
    const name = displayName(names, unit, index, file)
    const writers = unit.names.flatMap((one) => names.writers.get(one) ?? [])
    return { declaration: { file, name, line: unit.line, hash, text: unit.text }, unit, targets, writers }
  }

  /** What a target is called, so that linking a name elsewhere shows in the declaration that uses it. */
  #label(target: Target): Encodable {
    if (target._tag === "Unit")
      return this.#names.file(target.file)?.summary.units[target.index]?.names ?? null
    return target._tag === "Outside" ? [target.id, ...target.path] : target._tag
  }
}

function displayName({ summary }: NamesOfFile, unit: Unit, index: number, file: string): string {
  if (summary.kind === "content") return basename(file)
  if (unit.names.length > 0) return unit.names.join(", ")
  const effects = summary.units.slice(0, index + 1).filter(({ isEffect }) => isEffect)
  return `top-level statement ${effects.length}`
}
