import { windowDeviation } from "./windowDeviation.ts"

/**
 * Sample standard deviation (ddof 1) of the last `window` rows of each column of a panel, today included.
 *
 * @param values shape (rows × width), row-major
 * @param window rows, ≥ 2
 * @returns shape (rows × width), in the unit of the values; NaN for the first `window` − 1 rows and where any value of
 * the window is; exactly 0 where all are equal. Total: never throws.
 */
export function rollingDeviation(values: Float64Array, width: number, window: number): Float64Array {
  const out = new Float64Array(values.length)
  for (let at = 0; at < values.length; at += width) {
    windowDeviation(values, width, at / width + 1, window, out, at)
  }
  return out
}
