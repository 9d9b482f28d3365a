/**
 * Portfolio weights, as fractions of net asset value; what is not invested is cash.
 *
 * *Target weights* are wished for, at the rows of decisions (NaN on all other rows; 0 = no position wanted).
 * *Held weights* are what is held at a session's close, after fills, drift and costs (NaN before an asset is listed).
 * Only allocation mints the first and only execution/fills the second.
 */
import type { ValueType } from "../dag/ValueType.ts"
import * as Panel from "./Panel.ts"

export interface TargetWeights extends Panel.Panel {
  readonly "~weights": "TargetWeights"
}

export interface HeldWeights extends Panel.Panel {
  readonly "~weights": "HeldWeights"
}

export const targetType: ValueType<TargetWeights> = Panel.typeOf<TargetWeights>("target-weights", ["panel"])
export const heldType: ValueType<HeldWeights> = Panel.typeOf<HeldWeights>("held-weights", ["panel"])
