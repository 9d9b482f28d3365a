import { calendarSpans } from "../../kernel/calendarSpans.ts"
import * as MetricInput from "./MetricInput.ts"
import { evaluate, type ReturnInput } from "./Metric.ts"
import { sharpe } from "./sharpe.ts"

/** Sharpe ratios of the calendar years (partial ones too) that have one, in order. */
export function yearlySharpes(input: ReturnInput): Float64Array {
  const ratios = calendarSpans(input.sessions, "year").map(({ from, to }) =>
    evaluate(sharpe, MetricInput.slice(input, from, to)),
  )
  return Float64Array.from(ratios.filter((ratio) => typeof ratio === "number"))
}
