/** Plain re-computations that share nothing with the kernels. */

export const column = (values: Float64Array, width: number, i: number): ReadonlyArray<number> =>
  Array.from({ length: width === 0 ? 0 : values.length / width }, (_, t) => values[t * width + i]!)

/** The `count` values up to t; undefined when there are fewer. */
export const windowAt = (
  series: ReadonlyArray<number>,
  t: number,
  count: number,
): ReadonlyArray<number> | undefined => (t - count + 1 < 0 ? undefined : series.slice(t - count + 1, t + 1))

export const mean = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export function deviation(values: ReadonlyArray<number>): number {
  const average = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1))
}

/** −1, 0, +1, by the rule of docs: equal within 1e-12 of the larger, or within 1e-14. */
export function order(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const gap = Math.abs(x - y)
  if (gap <= 1e-14 || gap <= 1e-12 * Math.max(Math.abs(x), Math.abs(y))) return 0
  return Math.sign(x - y)
}
