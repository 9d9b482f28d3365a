import { rankScores } from "./rankScores.ts"

/**
 * Exposure by rank: q = 2(rank − (n+1)/2)/(n−1), scaled to Σ|e| = gross; all equal, or a single one: 0.
 *
 * @param scores shape (n), none of them NaN
 * @param gross Σ|e| wanted
 * @returns shape (n); may exceed ±1 when gross is large (the caller clips)
 */
export function rankExposure(scores: Float64Array, gross: number): Float64Array {
  const q = rankScores(scores)
  let sum = 0
  for (const value of q) sum += Math.abs(value)
  return sum === 0 ? q : q.map((value) => (value * gross) / sum)
}
