import { deviation } from "./moments.ts"
import { rollingSum } from "./rolling.ts"

/** Variance of overlapping q-day sums over q times the variance of one day (log returns); 1 for a random walk. */
export function varianceRatio(logReturns: Float64Array, q: number): number {
  const long = deviation(rollingSum(logReturns, q).subarray(q - 1))
  const short = deviation(logReturns)
  return (long * long) / (q * short * short)
}
