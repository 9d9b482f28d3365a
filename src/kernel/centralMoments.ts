/**
 * Central moments of a population (biased: divided by n).
 *
 * @param values shape (n)
 * @returns second, third and fourth moment about the mean; NaN when there are no values or any is NaN.
 * Total: never throws. Equal values have moments of exactly 0.
 */
export function centralMoments(values: Float64Array): {
  readonly second: number
  readonly third: number
  readonly fourth: number
} {
  const count = values.length
  const origin = values[0] ?? NaN
  let sum = 0
  for (let t = 1; t < count; t++) sum += values[t]! - origin
  const center = sum / count
  let second = 0
  let third = 0
  let fourth = 0
  for (let t = 0; t < count; t++) {
    const distance = values[t]! - origin - center
    const square = distance * distance
    second += square
    third += square * distance
    fourth += square * square
  }
  return { second: second / count, third: third / count, fourth: fourth / count }
}
