import { deviation, mean } from "./moments.ts"

/** A statistic of the last `window` entries, today included; NaN before there are as many. */
function rolling(x: Float64Array, window: number, of: (slice: Float64Array) => number): Float64Array {
  return x.map((_, t) => (t + 1 < window ? NaN : of(x.subarray(t + 1 - window, t + 1))))
}

export const rollingSum = (x: Float64Array, window: number): Float64Array =>
  rolling(x, window, (slice) => mean(slice) * window)

export const rollingMean = (x: Float64Array, window: number): Float64Array => rolling(x, window, mean)

export const rollingDeviation = (x: Float64Array, window: number): Float64Array =>
  rolling(x, window, deviation)

/** The entry `lag` later; NaN at the end. */
export const ahead = (x: Float64Array, lag: number): Float64Array => x.map((_, t) => x[t + lag] ?? NaN)
