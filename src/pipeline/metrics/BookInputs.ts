/** What metrics of the book read, cut out of the values on the wire. */
import type * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import type { Rows } from "../../domain/Window.ts"
import { rowSums } from "../../kernel/rowSums.ts"
import { leverageInForce } from "./leverageInForce.ts"
import type { BookInput } from "./Metric.ts"

export interface BookValues {
  readonly net: Series.Series
  readonly book: Series.Series
  readonly target_turnover: Panel.Panel
  readonly traded_turnover: Panel.Panel
  readonly leverage: Series.Series | undefined
}

export function ofValues(values: BookValues, { from, to }: Rows, periodsPerYear: number): BookInput {
  const column = (series: Series.Series, name: string) => Series.column(series, name).subarray(from, to)
  const total = ({ values: cells, assets }: Panel.Panel) =>
    rowSums(cells.subarray(from * assets.length, to * assets.length), to - from, assets.length)
  return {
    sessions: values.net.calendar.sessions.subarray(from, to),
    periodsPerYear,
    targetTurnover: total(values.target_turnover),
    tradedTurnover: total(values.traded_turnover),
    grossExposure: column(values.book, "gross_exposure"),
    netExposure: column(values.book, "net_exposure"),
    leverage: leverageInForce(values.book, values.leverage).subarray(from, to),
    cost: column(values.net, "cost"),
    spread: column(values.net, "spread"),
    slippage: column(values.net, "slippage"),
    impact: column(values.net, "impact"),
  }
}
