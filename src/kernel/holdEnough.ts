/** A weight up to this is not held. */
const least = 1e-6

/**
 * Scales a row that holds fewer names than wanted: with c of m names it is multiplied by c/m, the rest is cash.
 *
 * @param row shape (n), weights; NaN = not there
 * @param names wanted, ≥ 1
 * @returns shape (n); the row itself when it holds enough. Total: never throws.
 */
export function holdEnough(row: Float64Array, names: number): Float64Array {
  let held = 0
  for (let i = 0; i < row.length; i++) if (Math.abs(row[i]!) > least) held++
  return held >= names ? row : row.map((weight) => (weight * held) / names)
}
