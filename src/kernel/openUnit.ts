/**
 * A double strictly between 0 and 1 from two random words: (n + ½) / 2⁵³ with n of 53 bits.
 *
 * The largest n (one in 2⁵³) would round to 1; it gives the largest double below 1 instead.
 */
export function openUnit(word0: number, word1: number): number {
  const n = (word0 >>> 5) * 67108864 + (word1 >>> 6)
  return Math.min((n + 0.5) / 9007199254740992, 0.9999999999999999)
}
