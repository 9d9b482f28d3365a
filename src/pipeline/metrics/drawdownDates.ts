import { type DeepestDrawdown, deepestDrawdown } from "../../kernel/deepestDrawdown.ts"
import { type Outcome, type ReturnInput, type ReturnMetric, undefinedBecause } from "./Metric.ts"

/** When the maximum drawdown began, was deepest and was over. */
export const maxDrawdownPeak = drawdownDate("peak", "last session at the peak before the trough")
export const maxDrawdownTrough = drawdownDate("trough", "first session at the depth of max_drawdown")
export const maxDrawdownRecovery = drawdownDate("recovery", "first session after the trough back at the peak")

function drawdownDate(what: "peak" | "trough" | "recovery", formula: string): ReturnMetric {
  return {
    name: `max_drawdown_${what}`,
    title: `${what} of the maximum drawdown`,
    unit: "date",
    of: "returns",
    formula,
    source: "definition; equity within 1e-12 of the peak stands at it",
    compute: (input) => dateOf(deepestDrawdown(input.equity), what, input),
  }
}

function dateOf(
  drawdown: DeepestDrawdown,
  what: "peak" | "trough" | "recovery",
  input: ReturnInput,
): Outcome {
  if (drawdown.trough < 0) return undefinedBecause("the equity never falls below its peak")
  const at = drawdown[what]
  if (at < 0) return undefinedBecause("not recovered by the last session")
  const day = at === 0 ? input.base : input.sessions[at - 1]
  return day ?? undefinedBecause("the peak is the start, before the first session of the data")
}
