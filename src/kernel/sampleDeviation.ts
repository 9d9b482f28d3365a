/**
 * Standard deviation of a sample (ddof 1), in two passes over differences from the first value: equal values have
 * deviation exactly 0, and adding a constant to all of them changes nothing but rounding.
 *
 * @param values shape (n)
 * @returns in the unit of the values; NaN for fewer than two values or when any is NaN. Total: never throws.
 * Source: the corrected two-pass algorithm of Chan, Golub and LeVeque (1983), The American Statistician 37(3).
 */
export function sampleDeviation(values: Float64Array): number {
  const count = values.length
  if (count < 2) return NaN
  const origin = values[0]!
  let sum = 0
  for (let t = 1; t < count; t++) sum += values[t]! - origin
  const center = sum / count
  let squares = 0
  let residue = 0
  for (let t = 0; t < count; t++) {
    const distance = values[t]! - origin - center
    squares += distance * distance
    residue += distance
  }
  return Math.sqrt(Math.max(0, squares - (residue * residue) / count) / (count - 1))
}

/** Whether a deviation is no more than rounding dust beside the mean: ratios to it mean nothing. */
export function isFlat(deviation: number, average: number): boolean {
  return deviation < 1e-12 * Math.max(1, Math.abs(average))
}
