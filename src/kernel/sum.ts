/** Sum in order. @param values shape (n). @returns NaN when any is NaN, 0 when there are none. */
export function sum(values: Float64Array): number {
  let total = 0
  for (let t = 0; t < values.length; t++) total += values[t]!
  return total
}
