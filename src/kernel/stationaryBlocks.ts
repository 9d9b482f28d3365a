import { log } from "./log.ts"

/**
 * The blocks of a resampled history of the same length: consecutive rows, of geometric lengths, so that the resampled
 * series is stationary and keeps short dependence. Blocks wrap around the end; the last is cut where the history is full.
 *
 * @param count rows of the history
 * @param meanBlock expected length of a block, in rows, at least 1
 * @param unit uniform in [0, 1), one a call
 * @param take receives the first row of each block, 0 … count − 1, and its length, 1 … count
 *
 * Source: D. Politis, J. Romano (1994), The Stationary Bootstrap, Journal of the American Statistical Association 89.
 */
export function stationaryBlocks(
  count: number,
  meanBlock: number,
  unit: () => number,
  take: (start: number, length: number) => void,
): void {
  const goesOn = meanBlock > 1 ? log(1 - 1 / meanBlock) : -Infinity
  let missing = count
  while (missing > 0) {
    const start = Math.floor(unit() * count)
    // a geometric length by inversion: one draw a block instead of one a row
    const length = Math.min(missing, 1 + Math.floor(log(1 - unit()) / goesOn))
    take(start, length)
    missing -= length
  }
}
