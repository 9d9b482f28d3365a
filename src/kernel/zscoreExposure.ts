import { isTie } from "./ties.ts"

/**
 * Exposure by standard score: (s − mean)/std clipped to ±clip, divided by clip.
 *
 * @param scores shape (n), none of them NaN
 * @param clip standard deviations at which exposure is ±1, > 0
 * @returns shape (n), −1 … 1; all 0 when n < 2, when all scores tie, or when std (ddof 1) is below 1e-12
 */
export function zscoreExposure(scores: Float64Array, clip: number): Float64Array {
  const count = scores.length
  const out = new Float64Array(count)
  if (count < 2 || allTie(scores)) return out
  let sum = 0
  for (const score of scores) sum += score
  const mean = sum / count
  let squares = 0
  for (const score of scores) squares += (score - mean) * (score - mean)
  const std = Math.sqrt(squares / (count - 1))
  if (!(std >= 1e-12)) return out
  return out.map((_, i) => Math.max(-clip, Math.min(clip, (scores[i]! - mean) / std)) / clip)
}

function allTie(scores: Float64Array): boolean {
  let least = Infinity
  let most = -Infinity
  for (const score of scores) {
    least = Math.min(least, score)
    most = Math.max(most, score)
  }
  return isTie(least, most)
}
