import { compareWithTies } from "./ties.ts"

/**
 * Direction of each column of a panel over `lookback` rows: −1 lower, 0 tied, +1 higher.
 *
 * @param values shape (rows × width), row-major, positive levels
 * @param lookback rows, ≥ 1
 * @returns shape (rows × width); NaN where `momentum` is
 */
export function momentumSignal(values: Float64Array, width: number, lookback: number): Float64Array {
  const out = new Float64Array(values.length)
  const distance = lookback * width
  out.fill(NaN, 0, distance)
  for (let at = distance; at < values.length; at++) {
    const before = values[at - distance]!
    out[at] = before > 0 ? compareWithTies(values[at]!, before) : NaN
  }
  return out
}
