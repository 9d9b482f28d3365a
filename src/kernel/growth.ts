import { isTie } from "./ties.ts"

/**
 * Growth of each column of a panel from each row to the next.
 *
 * @param values shape (rows × width), row-major, positive levels
 * @returns shape (rows × width), value[t] / value[t − 1] − 1, decimal, 0 where the two are within price dust; NaN in the
 * first row and where either end is NaN or the older one is not positive. Total: never throws.
 */
export function growth(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN)
  for (let at = width; at < values.length; at++) {
    const before = values[at - width]!
    if (before > 0) out[at] = isTie(values[at]!, before) ? 0 : values[at]! / before - 1
  }
  return out
}
