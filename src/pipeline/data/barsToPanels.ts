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
  const position = new Map(assets.map((asset, i) => [asset, i]))
  const columnOf = Int32Array.from(bars.tickers, (ticker) => position.get(ticker) ?? -1)
  const cells = isInPlace(bars, sessions, columnOf, assets.length)
    ? undefined
    : cellsOf(bars, calendar, columnOf, assets.length)
  const size = sessions.length * assets.length
  const given = (Object.keys(columns) as Array<C>).filter((name) => columns[name] in bars)
  return Object.fromEntries(
    given.map((name) => {
      const column: Float64Array = bars[columns[name]]
      return [name, Panel.make(calendar, assets, cells === undefined ? column : placed(column, cells, size))]
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

type Keys = Pick<Bars, "tickers" | "ticker" | "session">

/** Whether every asset has a row on every session, in the order of the panel. */
function isInPlace(
  { session, ticker }: Keys,
  sessions: Int32Array,
  columnOf: Int32Array,
  width: number,
): boolean {
  if (session.length !== sessions.length * width) return false
  for (let t = 0, at = 0; t < sessions.length; t++) {
    for (let i = 0; i < width; i++, at++)
      if (session[at] !== sessions[t] || columnOf[ticker[at]!] !== i) return false
  }
  return true
}

/** Where each row of the bars goes in a panel; −1 = nowhere. */
function cellsOf(
  { session, ticker }: Keys,
  calendar: Calendar.Calendar,
  columnOf: Int32Array,
  width: number,
): Int32Array {
  const cells = new Int32Array(session.length)
  let row = -1
  let last = NaN
  for (let at = 0; at < cells.length; at++) {
    const day = session[at]!
    if (day !== last) row = Calendar.rowOf(calendar, day)
    last = day
    const column = columnOf[ticker[at]!]!
    cells[at] = row < 0 || column < 0 ? -1 : row * width + column
  }
  return cells
}
