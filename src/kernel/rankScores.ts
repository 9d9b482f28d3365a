import { averageRanks } from "./averageRanks.ts"

/**
 * Ranks as scores between −1 (lowest) and +1 (highest): q = 2(rank − (n+1)/2)/(n−1), average ranks of ties.
 *
 * @param values shape (n), none of them NaN
 * @returns shape (n), adding up to 0; all 0 when all tie or n < 2
 */
export function rankScores(values: Float64Array): Float64Array {
  const count = values.length
  if (count < 2) return new Float64Array(count)
  return averageRanks(values).map((rank) => (2 * (rank - (count + 1) / 2)) / (count - 1))
}
