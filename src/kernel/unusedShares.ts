/**
 * How much of the weight over strategies stays unused on each row, since some have no opinion on some assets: the mean
 * over the eligible assets of the weights of the strategies without one there.
 *
 * @param eligible shape (rows × width), 1 = eligible
 * @param exposures one a strategy, each of shape (rows × width); NaN = no opinion
 * @param weights one a strategy, each of shape (rows)
 * @returns shape (rows), fraction; NaN on rows without an eligible asset. Total: never throws.
 */
export function unusedShares(
  eligible: Float64Array,
  exposures: ReadonlyArray<Float64Array>,
  weights: ReadonlyArray<Float64Array>,
  width: number,
  rows: number,
): Float64Array {
  const out = new Float64Array(rows).fill(NaN)
  for (let t = 0; t < rows; t++) {
    let count = 0
    let unused = 0
    for (let at = t * width; at < (t + 1) * width; at++) {
      if (eligible[at] !== 1) continue
      count++
      for (let k = 0; k < exposures.length; k++)
        if (Number.isNaN(exposures[k]![at]!)) unused += weights[k]![t]!
    }
    if (count > 0) out[t] = unused / count
  }
  return out
}
