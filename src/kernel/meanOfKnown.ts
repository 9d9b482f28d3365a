/**
 * Mean of the values that are there.
 *
 * @param values shape (n); NaN entries are left out
 * @returns NaN when none is there. Total: never throws.
 */
export function meanOfKnown(values: Float64Array): number {
  let sum = 0
  let count = 0
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t]!)) continue
    sum += values[t]!
    count++
  }
  return sum / count
}
