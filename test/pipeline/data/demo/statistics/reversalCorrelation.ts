import { ahead, rollingSum } from "./rolling.ts"
import { correlation } from "./correlation.ts"

/** Five-day reversal: correlation of the sum of the last five returns with the next one. */
export const reversalCorrelation = (returns: Float64Array): number =>
  correlation(rollingSum(returns, 5), ahead(returns, 1))
