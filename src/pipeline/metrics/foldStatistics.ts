/** How steady a study is over its folds: the same three figures for years and for other test windows. */
import { mean } from "../../kernel/mean.ts"
import { isFlat, sampleDeviation } from "../../kernel/sampleDeviation.ts"
import { type Outcome, undefinedBecause } from "./Metric.ts"

/** What a fold is called in reasons. */
export type FoldNoun = "year" | "fold"

/** @param ratios Sharpe ratios of the folds that have one @returns their mean over their deviation (ddof 1) */
export function stabilityOf(ratios: Float64Array, noun: FoldNoun): Outcome {
  if (ratios.length < 2) return undefinedBecause(`needs two ${noun}s with a Sharpe ratio`)
  const deviation = sampleDeviation(ratios)
  const average = mean(ratios)
  const adjective = noun === "year" ? "yearly " : ""
  if (isFlat(deviation, average)) return undefinedBecause(`the ${adjective}Sharpe ratios do not vary`)
  return average / deviation
}

/** Share of the ratios that are above 0. */
export function sharePositiveOf(ratios: Float64Array, noun: FoldNoun): Outcome {
  if (ratios.length === 0) return undefinedBecause(`no ${noun} has a Sharpe ratio`)
  return ratios.filter((ratio) => ratio > 0).length / ratios.length
}

export function worstOf(ratios: Float64Array, noun: FoldNoun): Outcome {
  return ratios.length === 0 ? undefinedBecause(`no ${noun} has a Sharpe ratio`) : Math.min(...ratios)
}
