/**
 * Returns less the mean of their asset.
 *
 * @param returns shape (T × n), row-major, T ≥ 1
 * @returns shape (T × n). NaN: an asset with one is NaN throughout. Total: never throws.
 */
export function centredReturns(returns: Float64Array, assets: number): Float64Array {
  const means = columnMeans(returns, assets)
  return returns.map((value, at) => value - means[at % assets]!)
}

/** @returns shape (n), mean of each column of a row-major (T × n) panel; summed in the order of rows */
export function columnMeans(values: Float64Array, width: number): Float64Array {
  const rows = values.length / width
  const sums = new Float64Array(width)
  for (let at = 0; at < values.length; ) for (let i = 0; i < width; i++, at++) sums[i]! += values[at]!
  return sums.map((sum) => sum / rows)
}
