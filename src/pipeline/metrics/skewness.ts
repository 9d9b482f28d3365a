import { centralMoments } from "../../kernel/centralMoments.ts"
import { mean } from "../../kernel/mean.ts"
import { isFlat } from "../../kernel/sampleDeviation.ts"
import { type ReturnMetric, undefinedBecause } from "./Metric.ts"

export const skewness: ReturnMetric = {
  name: "skewness",
  title: "skewness (biased)",
  unit: "ratio",
  of: "returns",
  formula: "m₃ / m₂^1.5, mₖ = mean((r − mean(r))ᵏ)",
  source:
    "Fisher–Pearson coefficient g₁ (Joanes and Gill 1998, The Statistician 47(1)); scipy's and ffn's default",
  compute: ({ returns }) => {
    const { second, third } = centralMoments(returns)
    const deviation = Math.sqrt(second)
    if (isFlat(deviation, mean(returns))) return undefinedBecause("the returns do not vary")
    return third / (second * deviation)
  },
}
