/** How three signals become one. */
export type SignalVote =
  | { readonly method: "majority" }
  | { readonly method: "all" }
  | { readonly method: "weighted"; readonly weights: ReadonlyArray<number>; readonly threshold: number }

/** A weighted sum this close to its threshold is a tie. */
const tie = 1e-12

/**
 * One signal out of three.
 *
 * `majority`: the sign of the sum where it is 2 or more. `all`: ±1 where all three agree. `weighted`: the sign of
 * w0·a + w1·b + w2·c, added left to right, where it lies beyond the threshold; a tie with it is 0.
 *
 * @param a shape (n), −1, 0 or +1
 * @param b shape (n), likewise
 * @param c shape (n), likewise
 * @returns shape (n), −1, 0 or +1; NaN where any of the three is. Total: never throws.
 */
export function signalVote(
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  vote: SignalVote,
): Float64Array {
  const [wa = 1, wb = 1, wc = 1] = vote.method === "weighted" ? vote.weights : []
  const beyond = vote.method === "weighted" ? vote.threshold + tie : vote.method === "all" ? 2.5 : 1.5
  const out = new Float64Array(a.length)
  for (let at = 0; at < out.length; at++) {
    const sum = wa * a[at]! + wb * b[at]! + wc * c[at]!
    out[at] = Number.isNaN(sum) ? NaN : Number(sum > beyond) - Number(sum < -beyond)
  }
  return out
}
