import { isTie } from "./ties.ts"

/**
 * The longest run of entries below the highest level before them.
 *
 * @param equity shape (n), its first entry is the start; no NaN
 * @returns number of entries strictly below the peak in that run (a tie stands at the peak); the run at the end counts
 *   though it has not recovered. Total: never throws.
 */
export function longestUnderwater(equity: Float64Array): number {
  let highest = -Infinity
  let run = 0
  let longest = 0
  for (let t = 0; t < equity.length; t++) {
    const level = equity[t]!
    highest = Math.max(highest, level)
    run = level < highest && !isTie(level, highest) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
