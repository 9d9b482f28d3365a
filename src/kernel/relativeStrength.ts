import { rollingMean } from "./rollingMean.ts"
import { isTie } from "./ties.ts"

/**
 * Relative strength index of each column of a panel of prices or indices, by simple means (not Wilder's smoothing).
 *
 * 100·g/(g + l), g and l being the means of the rises and of the falls of the last `window` changes. Only rises: 100,
 * only falls: 0, neither: 50. A change within price dust of 0 is none.
 *
 * @param values shape (rows × width), row-major
 * @param sessions shape (rows), epoch days, strictly increasing
 * @param window changes, ≥ 1
 * @returns shape (rows × width), 0 … 100; NaN for the first `window` rows and where any of the `window` + 1 levels is
 *
 * Total: never throws. Source: Wilder, New Concepts in Technical Trading Systems (1978), with plain means.
 */
export function relativeStrength(
  values: Float64Array,
  width: number,
  sessions: Int32Array,
  window: number,
): Float64Array {
  const rises = new Float64Array(values.length).fill(NaN)
  const falls = new Float64Array(values.length).fill(NaN)
  for (let at = width; at < values.length; at++) {
    const [before, now] = [values[at - width]!, values[at]!]
    const change = isTie(now, before) ? 0 : now - before
    rises[at] = Number.isNaN(change) ? NaN : Math.max(change, 0)
    falls[at] = Number.isNaN(change) ? NaN : Math.max(-change, 0)
  }
  const gain = rollingMean(rises, width, sessions, window)
  const loss = rollingMean(falls, width, sessions, window)
  return gain.map((g, at) => (g + loss[at]! === 0 ? 50 : (100 * g) / (g + loss[at]!)))
}
