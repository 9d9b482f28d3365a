/** What metrics of the book read, cut out of the values on the wire. */
import * as Series from "../../domain/Series.ts"
import type { Rows } from "../../domain/Window.ts"
import { leverageInForce } from "./leverageInForce.ts"
import type { BookInput } from "./Metric.ts"

export interface BookValues {
  readonly net: Series.Series
  readonly book: Series.Series
  readonly leverage: Series.Series | undefined
}

export function ofValues(values: BookValues, { from, to }: Rows, periodsPerYear: number): BookInput {
  const column = (series: Series.Series, name: string) => Series.column(series, name).subarray(from, to)
  return {
    sessions: values.net.calendar.sessions.subarray(from, to),
    periodsPerYear,
    targetTurnover: column(values.book, "target_turnover"),
    tradedTurnover: column(values.book, "traded_turnover"),
    grossExposure: column(values.book, "gross_exposure"),
    netExposure: column(values.book, "net_exposure"),
    leverage: leverageInForce(values.book, values.leverage).subarray(from, to),
    cost: column(values.net, "cost"),
    spread: column(values.net, "spread"),
    slippage: column(values.net, "slippage"),
    impact: column(values.net, "impact"),
  }
}
