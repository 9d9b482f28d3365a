/** What explainers of features share: levels of the index in a window, and why a value may be unknown. */
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { Bench, Named, Read } from "../Bench.ts"
import { ask, draft, explainer, formula, known, read, storedList } from "../Explainer.ts"
import type { Explainer, Part } from "../Explainer.ts"
import { inputOf, outputOf } from "../RunGraph.ts"
import type { Cell, Input } from "../Step.ts"

/** Kernels that add up blocks of dates round otherwise than a sum from the left. */
export const blockSums = 1e-12

export interface Reading {
  readonly formula: string
  readonly tolerance?: number
  readonly inputs: ReadonlyArray<Input>
}

/** The index that a feature is computed from, at a cell of the feature. */
export class Levels {
  private readonly bench: Bench
  private readonly cell: Cell

  constructor(bench: Bench, cell: Cell) {
    this.bench = bench
    this.cell = cell
  }

  /** level so many sessions before */
  at(name: string, sessions: number): Read<Input> {
    const { node, day, column } = this.cell
    const index = inputOf(node, "index")
    return Effect.flatMap(this.bench.dayBefore(index, day, sessions), (then) =>
      read(this.bench, name, index, then, column),
    )
  }

  /** the last so many levels, today's included */
  window(name: string, count: number): Read<Input> {
    const { node, day, column } = this.cell
    const index = inputOf(node, "index")
    return Effect.map(this.bench.window(index, day, count, column), (entries) =>
      storedList(name, entries, index, `${spanOf(entries)} ${column}`),
    )
  }

  /** another output of the feature at the same place */
  own(name: string, port: string): Read<Input> {
    const { node, day, column } = this.cell
    return read(this.bench, name, outputOf(node, port), day, column)
  }
}

export const spanOf = (entries: ReadonlyArray<Named>): string =>
  entries.length === 0 ? "nothing" : `${entries[0]![0]} … ${entries.at(-1)![0]}`

/**
 * An explainer of a feature: its value, and its signal after it.
 *
 * @param of.back rows before its own that a row reads
 * @param of.readings of a port, its formula with the inputs
 */
export const feature = <S extends Schema.Codec<unknown, unknown>>(of: {
  readonly name: string
  readonly config: S
  readonly back: (config: S["Type"]) => number
  /** ports that the signal is made of, explained before it */
  readonly first: ReadonlyArray<string>
  readonly readings: (port: string, levels: Levels, config: S["Type"]) => Read<Reading>
}): Explainer =>
  explainer({
    name: of.name,
    config: of.config,
    explain: (bench, cell, config) =>
      Effect.gen(function* () {
        const { node, day, column, port } = cell
        const asked: ReadonlyArray<Part> =
          port === "signal" ? of.first.flatMap((name) => ask(outputOf(node, name), day, column)) : []
        const index = ask(inputOf(node, "index"), day, column)
        const problem = yield* unknownBecause(bench, cell, of.back(config))
        if (problem !== undefined)
          return [...index, ...asked, draft("feature", cell, formula("unknown"), [], [problem])]
        const reading = yield* of.readings(port, new Levels(bench, cell), config)
        return [
          ...index,
          ...asked,
          draft("feature", cell, formula(reading.formula, reading.tolerance), reading.inputs),
        ]
      }),
  })

/** Why a window says nothing; undefined where it does, or where arithmetic tells by itself. */
const unknownBecause = (bench: Bench, cell: Cell, back: number): Read<string | undefined> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const levels = yield* bench.window(inputOf(node, "index"), day, back + 1, column)
    if (levels.length <= back) return `history starts ${levels.length} sessions ago, ${back + 1} are needed`
    const listing = inputOf(node, "listing")
    const states = listing === undefined ? [] : yield* bench.window(listing, day, back + 1, column)
    const ended = states.slice(0, -1).findLast(([, state]) => state === -1)
    if (ended !== undefined) return `a listing ended on ${ended[0]}, within the window`
    const missing = levels.length - known(levels).length
    return missing === levels.length ? "the index is not known in the window" : undefined
  })
