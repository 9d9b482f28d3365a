import { centralMoments } from "../../kernel/centralMoments.ts"
import { mean } from "../../kernel/mean.ts"
import { isFlat } from "../../kernel/sampleDeviation.ts"
import { type ReturnMetric, undefinedBecause } from "./Metric.ts"

export const excessKurtosis: ReturnMetric = {
  name: "excess_kurtosis",
  title: "excess kurtosis (biased)",
  unit: "ratio",
  of: "returns",
  formula: "m₄ / m₂² − 3, mₖ = mean((r − mean(r))ᵏ); 0 for a normal distribution",
  source: "coefficient g₂ (Joanes and Gill 1998, The Statistician 47(1)); scipy's default",
  compute: ({ returns }) => {
    const { second, fourth } = centralMoments(returns)
    if (isFlat(Math.sqrt(second), mean(returns))) return undefinedBecause("the returns do not vary")
    return fourth / (second * second) - 3
  },
}
