/** What metrics of the book read, cut out of the values on the wire. */
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import type { Rows } from "../../domain/Window.ts"
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
  return {
    sessions: values.net.calendar.sessions.subarray(from, to),
    periodsPerYear,
    targetTurnover: rowSums(Panel.slice(values.target_turnover, from, to)),
    tradedTurnover: rowSums(Panel.slice(values.traded_turnover, from, to)),
    grossExposure: column(values.book, "gross_exposure"),
    netExposure: column(values.book, "net_exposure"),
    leverage: leverageInForce(values.book, values.leverage).subarray(from, to),
    cost: column(values.net, "cost"),
    spread: column(values.net, "spread"),
    slippage: column(values.net, "slippage"),
    impact: column(values.net, "impact"),
  }
}

/** Σ|x| of each row over the assets that have a value; an asset that is not listed trades nothing. */
function rowSums(panel: Panel.Panel): Float64Array {
  const width = panel.assets.length
  const out = new Float64Array(Panel.rows(panel))
  for (let row = 0; row < out.length; row++) {
    let total = 0
    for (let at = row * width; at < (row + 1) * width; at++) {
      const value = panel.values[at]!
      if (!Number.isNaN(value)) total += Math.abs(value)
    }
    out[row] = total
  }
  return out
}
