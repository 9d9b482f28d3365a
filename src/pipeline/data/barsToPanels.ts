import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import { type Bars, type ColumnName, columns } from "./Bars.ts"

/**
 * Long bars to one panel a column, NaN where an asset has no row.
 *
 * @param sessions epoch days, strictly increasing; rows of other days do not occur (the store checks that)
 * @param assets order of the panels' columns; tickers that are not among them are left out
 */
export function barsToPanels(
  bars: Bars,
  sessions: Int32Array,
  assets: ReadonlyArray<string>,
): Readonly<Record<ColumnName, Panel.Panel>> {
  const calendar = Calendar.make(sessions)
  const cells = cellsOf(bars, calendar, assets)
  const panelOf = (column: Float64Array): Panel.Panel => {
    const panel = Panel.filled(calendar, assets, NaN)
    cells.forEach((cell, row) => {
      if (cell >= 0) panel.values[cell] = column[row]!
    })
    return panel
  }
  return {
    open: panelOf(bars[columns.open]),
    high: panelOf(bars[columns.high]),
    low: panelOf(bars[columns.low]),
    close: panelOf(bars[columns.close]),
    volume: panelOf(bars[columns.volume]),
    dividend: panelOf(bars[columns.dividend]),
    split_ratio: panelOf(bars[columns.split_ratio]),
    adj_close: panelOf(bars[columns.adj_close]),
  }
}

/** Where each row of the bars goes in a panel; −1 = nowhere. */
function cellsOf(bars: Bars, calendar: Calendar.Calendar, assets: ReadonlyArray<string>): Int32Array {
  const position = new Map(assets.map((asset, i) => [asset, i]))
  const columnOf = bars.tickers.map((ticker) => position.get(ticker) ?? -1)
  let row = -1
  let last = NaN
  return bars.session.map((session, at) => {
    if (session !== last) row = Calendar.rowOf(calendar, session)
    last = session
    const column = columnOf[bars.ticker[at]!]!
    return row < 0 || column < 0 ? -1 : row * assets.length + column
  })
}
