import { sharpeDifference as inference, type SharpeDifference } from "../../../kernel/sharpeDifference.ts"
import { undefinedBecause } from "../Metric.ts"
import type { RelativeInput, RelativeMetric } from "./RelativeMetric.ts"

const source =
  "Ledoit, Wolf (2008), Robust performance hypothesis testing with the Sharpe ratio, Journal of Empirical Finance 15(5)"

export const sharpeDifference: RelativeMetric = {
  name: "sharpe_difference",
  title: "Sharpe ratio less that of the benchmark",
  unit: "ratio",
  formula: "(mean(r − rf) / σ(r) − mean(b − rf) / σ(b)) · √periods_per_year, σ with n in the denominator",
  source,
  needs: 5,
  compute: (input) => annual(input, ({ difference }) => difference),
}

export const sharpeDifferenceError: RelativeMetric = {
  name: "sharpe_difference_error",
  title: "standard error of that difference",
  unit: "ratio",
  formula:
    "√(long-run variance of the delta method's influence series / n) · √periods_per_year, Parzen kernel, Andrews' bandwidth",
  source,
  needs: 5,
  compute: (input) => annual(input, ({ standardError }) => standardError),
}

export const sharpeDifferencePValue: RelativeMetric = {
  name: "sharpe_difference_p_value",
  title: "p-value of no difference",
  unit: "share",
  formula: "2 · Φ(−|difference| / standard error)",
  source,
  needs: 5,
  compute: (input) => told(input, ({ pValue }) => pValue),
}

const annual = (input: RelativeInput, of: (found: SharpeDifference) => number) =>
  told(input, (found) => of(found) * Math.sqrt(input.periodsPerYear))

function told(input: RelativeInput, of: (found: SharpeDifference) => number) {
  const value = of(inferenceOf(input))
  return Number.isNaN(value) ? undefinedBecause("one of the two does not vary, or they are the same") : value
}

/** One answer serves the three figures of an input; an input is not changed once it is made. */
const answers = new WeakMap<RelativeInput, SharpeDifference>()

function inferenceOf(input: RelativeInput): SharpeDifference {
  const known = answers.get(input)
  if (known !== undefined) return known
  const excess = (values: Float64Array) => values.map((value) => value - input.riskFree)
  const found = inference(excess(input.returns), excess(input.benchmark))
  answers.set(input, found)
  return found
}
