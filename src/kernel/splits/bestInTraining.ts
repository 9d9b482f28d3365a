import { mean } from "../mean.ts"
import { isFlat, sampleDeviation } from "../sampleDeviation.ts"
import { isTie } from "../ties.ts"
import type { RowRange } from "./RowRange.ts"

/** Why a candidate takes no part: fewer results than asked for, results that end before training does, or ones that do not vary. */
export type Absence = "short" | "ended" | "flat"

export interface TrainingScores {
  /** rows over which all that take part are compared; empty where none does */
  readonly rows: RowRange
  /** Sharpe ratio of each over those rows, per row; NaN where it takes no part */
  readonly scores: Float64Array
  readonly absences: ReadonlyArray<Absence | undefined>
  /** the highest; −1 where none takes part */
  readonly best: number
  /** those whose score is no less, the best included, in order */
  readonly tied: ReadonlyArray<number>
}

/**
 * Which of several series of returns had the highest Sharpe ratio over a stretch of rows.
 *
 * A series takes part when it has results on at least `least` rows of the stretch, up to its end, and they vary. Those that do are
 * compared from the row on which the last of them begins, so that none is judged on better or worse times than another. Scores within
 * rounding of each other are a tie, which the first in order wins.
 *
 * @param returns each of shape (n), NaN before its first result and after its last
 * @param riskFree return per row that the ratio takes off
 * Total: never throws.
 */
export function bestInTraining(
  returns: ReadonlyArray<Float64Array>,
  { from, to }: RowRange,
  least: number,
  riskFree: number,
): TrainingScores {
  const begins = returns.map((series) => beginOf(series, from, to))
  const early = returns.map((series, i) => absenceOf(series, { from: begins[i]!, to }, least))
  const start = Math.max(from, ...begins.filter((_, i) => early[i] === undefined))
  const scores = Float64Array.from(returns, (series, i) =>
    early[i] === undefined ? scoreOf(series.subarray(start, to), riskFree) : NaN,
  )
  const absences = early.map((absence, i) => absence ?? (Number.isNaN(scores[i]!) ? "flat" : undefined))
  const highest = scores.reduce((top, score) => (score > top ? score : top), -Infinity)
  const tied = Array.from(scores.keys()).filter((i) => isTie(scores[i]!, highest))
  const best = tied[0] ?? -1
  return { rows: { from: best < 0 ? to : start, to }, scores, absences, best, tied }
}

/** Sharpe ratio per row; NaN where the returns do not vary. */
export function scoreOf(returns: Float64Array, riskFree: number): number {
  const [average, deviation] = [mean(returns), sampleDeviation(returns)]
  return isFlat(deviation, average) ? NaN : (average - riskFree) / deviation
}

/** First row of [from, to) with a result; `to` where there is none. */
function beginOf(series: Float64Array, from: number, to: number): number {
  let row = from
  while (row < to && Number.isNaN(series[row]!)) row++
  return row
}

function absenceOf(series: Float64Array, { from, to }: RowRange, least: number): Absence | undefined {
  if (from < to && series.subarray(from, to).some(Number.isNaN)) return "ended"
  return to - from < least ? "short" : undefined
}
