/** One number on the way from a price to a held weight: how it came about, and whether that gives what is stored. */
import type { Wire } from "./RunGraph.ts"

/** Stages in the order of an explanation. */
export type Stage =
  | "price"
  | "return"
  | "index"
  | "feature"
  | "signal"
  | "eligible"
  | "estimate"
  | "exposure"
  | "blend"
  | "base weight"
  | "target"
  | "caps"
  | "leverage"
  | "order"
  | "drift"
  | "held weight"
  | "contribution"
  | "costs"
  | "book"
  | "node"
  | "file"

/** A stored number of the run. */
export interface Cell extends Wire {
  /** epoch day */
  readonly day: number
  /** asset, or column of a series */
  readonly column: string
}

/** A list: each number with its date or asset, in the order in which the node goes through them. */
export type Entries = ReadonlyArray<readonly [of: string, value: number | null]>

/** A number, or a list, under the name that the formula has for it; null = not known. */
export interface Input {
  readonly name: string
  readonly value: number | null | Entries
  /** where it is stored: `data/prices.close 2020-03-16 GOLD`; null: a setting, or what the node keeps for itself */
  readonly from: string | null
}

/** How the number comes about. */
export type Rule =
  /** by a formula on the inputs */
  | { readonly _tag: "Formula"; readonly text: string; readonly tolerance: number }
  /** by the node's own code, called again on the rows within its reach */
  | { readonly _tag: "Recomputed"; readonly text: string; readonly value: number }
  /** it is an input of the run, or the code that made it is not at hand */
  | { readonly _tag: "Given"; readonly text: string }

/** A step before it is checked. */
export interface Draft {
  readonly _tag: "Draft"
  readonly stage: Stage
  readonly cell: Cell
  readonly rule: Rule
  readonly inputs: ReadonlyArray<Input>
  readonly notes: ReadonlyArray<string>
}

export interface Step {
  readonly stage: Stage
  readonly node: string
  readonly key: string
  readonly port: string
  readonly date: string
  readonly column: string
  readonly formula: string
  readonly inputs: ReadonlyArray<Input>
  /** what the formula gives at the inputs; null = not known */
  readonly value: number | null
  readonly stored: number | null
  /** how far the two may differ, relative to the larger of 1 and the number; 0 = to the bit */
  readonly tolerance: number
  /** whether they agree; null where there is nothing to compare: an input of the run, or code that is not at hand */
  readonly agrees: boolean | null
  readonly notes: ReadonlyArray<string>
}
