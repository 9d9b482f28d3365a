/**
 * Sessions since the first one on which an order filled: 0 on it, NaN before it.
 *
 * @param filled shape (rows), 1 where an order filled
 * @param skip leading rows that are lookback only; left NaN
 * @param before the count at the row before `skip`; NaN: nothing filled yet
 * @returns shape (rows). Total: never throws.
 */
export function sessionsSinceFill(filled: Float64Array, skip: number, before: number): Float64Array {
  const since = new Float64Array(filled.length).fill(NaN)
  let now = before
  for (let t = skip; t < filled.length; t++) {
    now = Number.isNaN(now) ? (filled[t] === 1 ? 0 : NaN) : now + 1
    since[t] = now
  }
  return since
}
