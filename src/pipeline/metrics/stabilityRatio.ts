import { mean } from "../../kernel/mean.ts"
import { isFlat, sampleDeviation } from "../../kernel/sampleDeviation.ts"
import { type ReturnMetric, undefinedBecause } from "./Metric.ts"
import { yearlySharpes } from "./yearlySharpes.ts"

/** How steady the Sharpe ratio is from year to year. */
export const stabilityRatio: ReturnMetric = {
  name: "stability_ratio",
  title: "stability of the yearly Sharpe ratio",
  unit: "ratio",
  of: "returns",
  formula: "mean / std (ddof 1) of the Sharpe ratios of the calendar years that have one",
  source: "definition",
  compute: (input) => {
    const ratios = yearlySharpes(input)
    if (ratios.length < 2) return undefinedBecause("needs two years with a Sharpe ratio")
    const deviation = sampleDeviation(ratios)
    const average = mean(ratios)
    if (isFlat(deviation, average)) return undefinedBecause("the yearly Sharpe ratios do not vary")
    return average / deviation
  },
}
