import { log } from "./log.ts"

/**
 * Rows of a resampled history of the same length: blocks of consecutive rows whose lengths are geometric, so that the
 * resampled series is stationary and keeps short dependence. Blocks wrap around the end.
 *
 * @param count rows of the history
 * @param meanBlock expected length of a block, in rows, at least 1
 * @param unit uniform in [0, 1), one a call
 * @param into shape (count): receives row numbers 0 … count − 1
 *
 * Source: D. Politis, J. Romano (1994), The Stationary Bootstrap, Journal of the American Statistical Association 89.
 */
export function stationaryBootstrap(
  count: number,
  meanBlock: number,
  unit: () => number,
  into: Int32Array,
): void {
  const goesOn = meanBlock > 1 ? log(1 - 1 / meanBlock) : -Infinity
  let t = 0
  while (t < count) {
    const start = Math.floor(unit() * count)
    // a geometric length by inversion: one draw a block instead of one a row
    const length = 1 + Math.floor(log(1 - unit()) / goesOn)
    for (let k = 0; k < length && t < count; k++) into[t++] = (start + k) % count
  }
}
