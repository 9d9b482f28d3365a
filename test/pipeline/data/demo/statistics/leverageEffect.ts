import { crossCorrelation } from "./correlation.ts"
import { mean } from "./moments.ts"

/** How volatility answers falls: mean over k = 1 … 10 of the correlation of r at t with r² at t + k. */
export function leverageEffect(returns: Float64Array): number {
  const squares = returns.map((r) => r * r)
  return mean(Array.from({ length: 10 }, (_, k) => crossCorrelation(returns, squares, k + 1)))
}
