import * as Panel from "../../domain/Panel.ts"
import { mintTargetWeights } from "../../domain/targetWeights.mint.ts"
import type { TargetWeights } from "../../domain/Weights.ts"
import { isBlankRow } from "../../kernel/isBlankRow.ts"

/**
 * Target weights out of a panel that has values at the rows of decisions, one row at a time.
 *
 * @param decide from row t of the panel (to be read only) to its target weights
 * @returns NaN on all other rows
 */
export function targetRows(
  panel: Panel.Panel,
  decide: (row: Float64Array, t: number) => Float64Array,
): TargetWeights {
  const width = panel.assets.length
  const out = new Float64Array(panel.values.length).fill(NaN)
  for (let t = 0; t < panel.calendar.sessions.length; t++) {
    if (isBlankRow(panel.values, width, t)) continue
    out.set(decide(panel.values.subarray(t * width, (t + 1) * width), t), t * width)
  }
  return mintTargetWeights(Panel.like(panel, out))
}
