/**
 * Sessions since the first one on which an order filled, as known `unseen` sessions later: 0 on it, NaN before it.
 *
 * @param filled shape (rows), 1 where an order filled
 * @param skip leading rows that are lookback only (at least `unseen`, unless history starts there); left NaN
 * @param before the count at the row before `skip`; NaN: nothing filled yet
 * @param unseen rows by which the count stays behind: entry t counts from the rows up to t − `unseen`
 * @returns shape (rows). Total: never throws.
 */
export function sessionsSinceFill(
  filled: Float64Array,
  skip: number,
  before: number,
  unseen: number,
): Float64Array {
  const since = new Float64Array(filled.length).fill(NaN)
  let now = before
  for (let t = skip; t < filled.length; t++) {
    now = Number.isNaN(now) ? (filled[t - unseen] === 1 ? 0 : NaN) : now + 1
    since[t] = now
  }
  return since
}
