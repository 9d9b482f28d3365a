import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import { type Bars, type ColumnName, columns } from "./Bars.ts"

/**
 * Long bars to one panel a column, NaN where an asset has no row.
 *
 * The bars must not be changed afterwards: where a column lies as its panel does (every asset has a row on every session),
 * the panel is that column.
 *
 * @param sessions epoch days, strictly increasing; rows of other days do not occur (the store checks that)
 * @param assets order of the panels' columns; tickers that are not among them are left out
 */
export function barsToPanels<C extends ColumnName = ColumnName>(
  bars: Pick<Bars, "tickers" | "ticker" | "session" | (typeof columns)[C]>,
  sessions: Int32Array,
  assets: ReadonlyArray<string>,
): Readonly<Record<C, Panel.Panel>> {
  const calendar = Calendar.make(sessions)
  const cells = cellsOf(bars, calendar, assets)
  const size = sessions.length * assets.length
  const isInPlace = cells.length === size && cells.every((cell, row) => cell === row)
  const given = (Object.keys(columns) as Array<C>).filter((name) => columns[name] in bars)
  return Object.fromEntries(
    given.map((name) => {
      const column: Float64Array = bars[columns[name]]
      return [name, Panel.make(calendar, assets, isInPlace ? column : placed(column, cells, size))]
    }),
  ) as Record<C, Panel.Panel> // exactly the columns that were given
}

function placed(column: Float64Array, cells: Int32Array, size: number): Float64Array {
  const values = new Float64Array(size).fill(NaN)
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]!
    if (cell >= 0) values[cell] = column[row]!
  }
  return values
}

/** Where each row of the bars goes in a panel; −1 = nowhere. */
function cellsOf(
  bars: Pick<Bars, "tickers" | "ticker" | "session">,
  calendar: Calendar.Calendar,
  assets: ReadonlyArray<string>,
): Int32Array {
  const position = new Map(assets.map((asset, i) => [asset, i]))
  const columnOf = Int32Array.from(bars.tickers, (ticker) => position.get(ticker) ?? -1)
  const cells = new Int32Array(bars.session.length)
  let row = -1
  let last = NaN
  for (let at = 0; at < cells.length; at++) {
    const session = bars.session[at]!
    if (session !== last) row = Calendar.rowOf(calendar, session)
    last = session
    const column = columnOf[bars.ticker[at]!]!
    cells[at] = row < 0 || column < 0 ? -1 : row * assets.length + column
  }
  return cells
}
