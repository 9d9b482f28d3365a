/**
 * Exponentially weighted deviation around 0 of a series up to each row: v_t = decay·v_{t−1} + (1 − decay)·x_t², begun with the square of
 * the first value.
 *
 * @param values shape (n)
 * @param decay between 0 and 1; .94 is RiskMetrics' for daily returns
 * @returns shape (n), √v_t in the unit of the values; entry t uses values[0..t]
 *
 * NaN: a missing value leaves v as it is and repeats the last deviation; NaN before the first value. Total: never throws.
 * Source: RiskMetrics Technical Document, 4th ed. (1996), ch. 5.
 */
export function ewmaDeviation(values: Float64Array, decay: number): Float64Array {
  let variance = NaN
  return values.map((value) => {
    const square = value * value
    if (Number.isNaN(variance)) variance = square
    else if (!Number.isNaN(square)) variance = decay * variance + (1 - decay) * square
    return Math.sqrt(variance)
  })
}
