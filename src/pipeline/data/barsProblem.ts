import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { type Bars, columns, rows } from "./Bars.ts"
import { assetNameProblem } from "./names.ts"
import type { CalendarName } from "./SnapshotManifest.ts"

/**
 * What keeps bars from being a snapshot; undefined when nothing does. Importers and generators answer to the user for
 * their input; this is the last check before anything is written, and what it finds is a mistake of the program.
 */
export function barsProblem(bars: Bars, calendar: CalendarName): string | undefined {
  const count = rows(bars)
  if (count === 0) return "there are no rows"
  const short = Object.entries(columns).find(([, field]) => bars[field].length !== count)
  if (short !== undefined || bars.ticker.length !== count) return "the columns differ in length"
  const badName = bars.tickers.find((ticker) => assetNameProblem(ticker) !== undefined)
  if (badName !== undefined) return `${badName} is no name of an asset`
  if (bars.tickers.some((ticker, i) => i > 0 && ticker <= bars.tickers[i - 1]!))
    return "the tickers are not sorted"
  return rowProblem(bars, calendar)
}

function rowProblem(bars: Bars, calendar: CalendarName): string | undefined {
  const isSession = calendar === "union" ? () => true : ExchangeCalendar.byName(calendar).isSession
  for (let row = 0; row < rows(bars); row++) {
    const session = bars.session[row]!
    const isNew = row === 0 || session !== bars.session[row - 1]
    const at = () => `${bars.tickers[bars.ticker[row]!]} on ${formatIsoDate(session)}`
    if (isNew && row > 0 && session < bars.session[row - 1]!) return `the rows are not sorted at ${at()}`
    if (!isNew && bars.ticker[row]! <= bars.ticker[row - 1]!)
      return `the rows are not sorted or occur twice at ${at()}`
    if (isNew && !isSession(session)) return `${at()} is no session of the calendar ${calendar}`
    if (Number.isNaN(bars.dividend[row]!) || Number.isNaN(bars.splitRatio[row]!)) {
      return `the dividend or split of ${at()} is not known`
    }
  }
  return undefined
}
