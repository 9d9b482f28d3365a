/** What choosing the best of a sweep's cells is worth, in two sentences. */
import type { OverfittingSheet } from "../../pipeline/metrics/overfitting.ts"
import { probabilityText } from "./probability.ts"

export function overfittingLines(sheet: OverfittingSheet | undefined): ReadonlyArray<string> {
  if (sheet === undefined) return []
  const { best, probability, effective_trials, reason, systems, sessions, splits } = sheet
  if (best === null || probability === null || effective_trials === null) {
    return [`Nothing can be said of choosing the best cell: ${reason}.`]
  }
  return [
    `Best of ${systems} cells (as many as ${effective_trials.toFixed(1)} independent ones): ${best.name}, Sharpe ratio ${best.sharpe.toFixed(2)} on the ${sessions} sessions that all have; ` +
      `the best without skill would show ${best.sharpe_without_skill.toFixed(2)}, and the true ratio is above that with probability ${probabilityText(best.deflated_probability)} (deflated Sharpe ratio).`,
    `Chosen on half of the history, the best cell is in the lower half on the other half in ${percent(probability)} of ${splits} splits (probability of overfitting).`,
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
