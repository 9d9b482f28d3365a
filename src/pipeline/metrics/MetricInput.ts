/** What metrics of returns read, cut out of the values on the wire. */
import * as Series from "../../domain/Series.ts"
import type * as Window from "../../domain/Window.ts"
import { compound } from "../../kernel/compound.ts"
import type { ReturnInput } from "./Metric.ts"

/** Annual rates, and the sessions that make a year. */
export interface Rates {
  readonly riskFree: number
  readonly mar: number
  readonly periodsPerYear: number
}

export function ofColumn(
  series: Series.Series,
  name: "gross" | "net",
  { from, to }: Window.Rows,
  rates: Rates,
): ReturnInput {
  const { sessions } = series.calendar
  const returns = Series.column(series, name).subarray(from, to)
  return {
    sessions: sessions.subarray(from, to),
    base: from > 0 ? sessions[from - 1] : undefined,
    returns,
    equity: compound(returns),
    riskFree: rates.riskFree / rates.periodsPerYear,
    mar: rates.mar / rates.periodsPerYear,
    periodsPerYear: rates.periodsPerYear,
  }
}

/** Sessions [from, to) of an input; its equity starts at 1 again. */
export function slice(input: ReturnInput, from: number, to: number): ReturnInput {
  const returns = input.returns.subarray(from, to)
  return {
    ...input,
    sessions: input.sessions.subarray(from, to),
    base: from > 0 ? input.sessions[from - 1] : input.base,
    returns,
    equity: compound(returns),
  }
}
