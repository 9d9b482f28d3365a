/** From values to places on an axis of values. */
import { linearTicks, logTicks } from "./ticks.ts"

export interface Scale {
  /** 0 at the foot, 1 at the top */
  readonly place: (value: number) => number
  readonly ticks: ReadonlyArray<number>
  readonly kind: "linear" | "log"
  readonly low: number
  readonly high: number
}

/** From one tick to another, around all values. */
export function linearScale(low: number, high: number, most = 5): Scale {
  const ticks = linearTicks(low, high === low ? low + 1 : high, most)
  const [foot, top] = [ticks[0]!, ticks.at(-1)!]
  return { kind: "linear", low: foot, high: top, ticks, place: (value) => (value - foot) / (top - foot) }
}

/** @param low above 0 */
export function logScale(low: number, high: number): Scale {
  const margin = (high / low) ** 0.04
  const [foot, top] = [low / margin, Math.max(high, low * 1.001) * margin]
  const span = Math.log(top / foot)
  return {
    kind: "log",
    low: foot,
    high: top,
    ticks: logTicks(foot, top),
    place: (value) => Math.log(value / foot) / span,
  }
}

/** Least and greatest of all values that are known; [0, 1] without any. */
export function extent(series: ReadonlyArray<Float64Array>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const values of series) {
    for (const value of values) {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return low <= high ? [low, high] : [0, 1]
}
