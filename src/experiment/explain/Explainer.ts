/** How the numbers of one kind of node come about: one explainer a definition, found by its name. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import type { Bench, Named, Read, Source } from "./Bench.ts"
import { shownWire } from "./RunGraph.ts"
import type { Cell, Draft, Input, Rule, Stage } from "./Step.ts"

/** Another cell, to be explained at this place; each is explained once. */
export interface Asked {
  readonly _tag: "Asked"
  readonly cell: Cell
}

/** What explains a cell, in order: other cells first, then its own steps. */
export type Part = Asked | Draft

export interface Explainer {
  /** name of the definition */
  readonly name: string
  /** undefined where the node's config is of a form that the explainer does not know */
  readonly explain: (bench: Bench, cell: Cell, byCode: ByCode) => Read<ReadonlyArray<Part> | undefined>
}

/** A cell by the node's own code, called again: for what is no formula. */
export type ByCode = (cell: Cell) => Read<Rule>

/**
 * Defines an explainer.
 *
 * @param config of the node, as far as the explanation reads it; a run's graph states every default
 */
export const explainer = <S extends Schema.Codec<unknown, unknown>>(of: {
  readonly name: string
  readonly config: S
  readonly explain: (bench: Bench, cell: Cell, config: S["Type"], byCode: ByCode) => Read<ReadonlyArray<Part>>
}): Explainer => ({
  name: of.name,
  explain: (bench, cell, byCode) => {
    const config = Schema.decodeUnknownOption(of.config)(cell.node.config)
    return config._tag === "Some" ? of.explain(bench, cell, config.value, byCode) : Effect.succeed(undefined)
  },
})

// ------------------------------------------------------------------------------------------------------------- parts

export const ask = (wire: Source, day: number | undefined, column: string): ReadonlyArray<Asked> =>
  wire === undefined || day === undefined
    ? []
    : [{ _tag: "Asked", cell: { node: wire.node, port: wire.port, content: wire.content, day, column } }]

export const formula = (text: string, tolerance = 0): Rule => ({ _tag: "Formula", text, tolerance })

export const given = (text: string): Rule => ({ _tag: "Given", text })

export const draft = (
  stage: Stage,
  cell: Cell,
  rule: Rule,
  inputs: ReadonlyArray<Input>,
  notes: ReadonlyArray<string> = [],
): Draft => ({ _tag: "Draft", stage, cell, rule, inputs, notes })

/** Another output of the same node at the same place. */
export const sibling = (cell: Cell, port: string): Cell => ({
  ...cell,
  port,
  content: cell.node.outputs.get(port) ?? cell.content,
})

// ------------------------------------------------------------------------------------------------------------ inputs

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** A setting, or what the node itself derives from its inputs. */
export const setting = (name: string, value: number): Input => ({ name, value: orNull(value), from: null })

/** A list of settings, or of what the node itself derives from its inputs. */
export const settings = (name: string, entries: ReadonlyArray<Named>): Input => ({
  name,
  value: entries.map(([of, value]) => [of, orNull(value)] as const),
  from: null,
})

/** A number of the run, under the name that the formula has for it. */
export const stored = (name: string, value: number, wire: Source, day: number, column: string): Input => ({
  name,
  value: orNull(value),
  from: wire === undefined ? null : `${shownWire(wire)} ${formatIsoDate(day)} ${column}`,
})

/** Numbers of the run by date or by asset; `where` says which. */
export const storedList = (
  name: string,
  entries: ReadonlyArray<Named>,
  wire: Source,
  where: string,
): Input => ({
  ...settings(name, entries),
  from: wire === undefined ? null : `${shownWire(wire)} ${where}`,
})

export const read = (
  bench: Bench,
  name: string,
  wire: Source,
  day: number | undefined,
  column: string,
): Read<Input> =>
  day === undefined
    ? Effect.succeed(setting(name, NaN))
    : Effect.map(bench.cell(wire, day, column), (value) => stored(name, value, wire, day, column))

export const known = (entries: ReadonlyArray<Named>): ReadonlyArray<Named> =>
  entries.filter(([, value]) => !Number.isNaN(value))
