/**
 * What a strategy or a model wants at t: signals (−1, 0, +1) or scores (any real), NaN = no opinion.
 * Never positions, weights or returns; who fills the wish, when and how large is not the strategy's business.
 */
import type { ValueType } from "../dag/ValueType.ts"
import * as Panel from "./Panel.ts"

export interface Intent extends Panel.Panel {
  readonly "~intent": "Intent"
}

export const type: ValueType<Intent> = Panel.typeOf<Intent>("intent", ["panel"])

/** The only constructor; values are what a strategy says, so there is nothing to check but the brand. */
export const make = (panel: Panel.Panel): Intent => panel as Intent
