/**
 * Mean, summed in order as differences from the first value, so that equal values have exactly that value as their mean.
 *
 * @param values shape (n)
 * @returns NaN when there are none or any is NaN. Total: never throws.
 */
export function mean(values: Float64Array): number {
  const origin = values[0] ?? NaN
  let sum = 0
  for (let t = 1; t < values.length; t++) sum += values[t]! - origin
  return origin + sum / values.length
}
