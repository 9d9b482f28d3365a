/**
 * Yahoo's chart as daily bars as traded.
 *
 * Yahoo divides prices (open, high, low, close) and dividends by every later split, and multiplies volume by it; the split
 * events undo that exactly as far as doubles do. Its adjusted close is kept as it is: a check.
 */
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { localDay } from "./localDay.ts"
import { type SplitEvent, splitFactors } from "./splitFactors.ts"
import type { YahooChart } from "./YahooChart.ts"

/** One symbol's bars, one row a session, increasing. NaN = not known. */
export interface SymbolBars {
  /** epoch days */
  readonly session: Int32Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** shares */
  readonly volume: Float64Array
  /** a share before that day's split; 0 = none */
  readonly dividend: Float64Array
  /** new shares per old; 1 = none */
  readonly splitRatio: Float64Array
  readonly adjClose: Float64Array
  /** what was left out or moved, in words */
  readonly notes: ReadonlyArray<LiveNote>
}

/** Something that was met on the way from answer to bars. */
export interface LiveNote {
  readonly kind: "session_in_progress" | "repeated_last_row" | "event_moved" | "event_beyond_bars"
  /** ISO date */
  readonly date: string
  readonly detail: string
}

/** A feed of an exchange may run a quarter of an hour late, and closing auctions are booked after the close. */
const settleSeconds = 1800

/** @returns the bars, or why the chart cannot be read */
export function chartBars(chart: YahooChart, retrievedAtMs: number): SymbolBars | string {
  const { meta } = chart
  if (meta.dataGranularity !== undefined && meta.dataGranularity !== "1d")
    return `bars of ${meta.dataGranularity} came where days were asked for`
  const dayOf = localDay(meta.exchangeTimezoneName)
  if (dayOf === undefined) return `${meta.exchangeTimezoneName} is no time zone`
  const columns = columnsOf(chart)
  if (typeof columns === "string") return columns
  const days = columns.timestamp.map(dayOf)
  const unordered = days.findIndex((day, i) => i > 0 && day < days[i - 1]!)
  if (unordered >= 0) return `its days are not in order at ${formatIsoDate(days[unordered]!)}`
  const { count, notes } = completeRows(chart, days, dayOf, retrievedAtMs)
  const events = eventsOf(chart, dayOf)
  return asTraded(days.slice(0, count), columns, events, notes)
}

// -------------------------------------------------------------------------------------------------------- columns

interface Columns {
  readonly timestamp: ReadonlyArray<number>
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly adjClose: Float64Array
}

function columnsOf({ timestamp = [], indicators }: YahooChart): Columns | string {
  const quote = indicators.quote[0] ?? {}
  const adjusted = indicators.adjclose?.[0]?.adjclose
  const given = { ...quote, adjclose: adjusted }
  const wrong = Object.entries(given).find(([, values]) => (values ?? timestamp).length !== timestamp.length)
  if (wrong !== undefined) return `${wrong[0]} has ${wrong[1]?.length} values for ${timestamp.length} days`
  const column = (values: ReadonlyArray<number | null> | undefined): Float64Array =>
    Float64Array.from(timestamp, (_, i) => values?.[i] ?? NaN)
  return {
    timestamp,
    open: column(quote.open),
    high: column(quote.high),
    low: column(quote.low),
    close: column(quote.close),
    volume: column(quote.volume),
    adjClose: column(adjusted),
  }
}

/** The rows that are whole sessions: the last one may still be trading, and Yahoo may say the last one twice. */
function completeRows(
  { meta }: YahooChart,
  days: ReadonlyArray<number>,
  dayOf: (seconds: number) => number,
  retrievedAtMs: number,
): { readonly count: number; readonly notes: ReadonlyArray<LiveNote> } {
  const notes: Array<LiveNote> = []
  let count = days.length
  const firstOpen = firstOpenDay(meta, dayOf, Math.floor(retrievedAtMs / 1000))
  const inProgress = days.findIndex((day) => day >= firstOpen)
  if (inProgress >= 0) {
    count = inProgress
    const rows = days.length - inProgress
    const detail = `${rows} ${rows === 1 ? "row" : "rows"} left out: the session was not over when it was fetched`
    notes.push({ kind: "session_in_progress", date: formatIsoDate(days[inProgress]!), detail })
  }
  if (count > 1 && days[count - 1] === days[count - 2]) {
    count--
    const detail = "the last session came twice, the second time as the current quote; the first is kept"
    notes.push({ kind: "repeated_last_row", date: formatIsoDate(days[count]!), detail })
  }
  return { count, notes }
}

/** The first day that may not have been over: without the hours of trading that holds for today. */
function firstOpenDay(
  { currentTradingPeriod }: YahooChart["meta"],
  dayOf: (seconds: number) => number,
  now: number,
): number {
  const end = currentTradingPeriod?.regular.end
  if (end === undefined) return dayOf(now)
  const lastTold = dayOf(end - 1)
  // of days after the one whose hours are told nothing is known
  return now >= end + settleSeconds ? Math.max(lastTold + 1, dayOf(now)) : Math.min(lastTold, dayOf(now))
}

// --------------------------------------------------------------------------------------------------------- events

interface Events {
  readonly splits: ReadonlyArray<SplitEvent>
  readonly dividends: ReadonlyArray<{ readonly session: number; readonly amount: number }>
}

const eventsOf = ({ events }: YahooChart, dayOf: (seconds: number) => number): Events => ({
  splits: Object.values(events?.splits ?? {}).map(({ date, numerator, denominator }) => ({
    session: dayOf(date),
    ratio: numerator / denominator,
  })),
  dividends: Object.values(events?.dividends ?? {}).map(({ date, amount }) => ({
    session: dayOf(date),
    amount,
  })),
})

/** @param sessions of the whole rows; later rows of the columns are not used */
function asTraded(
  sessions: ReadonlyArray<number>,
  columns: Columns,
  { splits, dividends }: Events,
  found: ReadonlyArray<LiveNote>,
): SymbolBars {
  const notes = [...found]
  const after = splitFactors(sessions, splits)
  const splitRatio = new Float64Array(sessions.length).fill(1)
  const dividend = new Float64Array(sessions.length)
  /** the first row on or after the event's day: the first that anybody could trade with it */
  const rowOf = (session: number, what: string): number => {
    const isEarly = sessions.length > 0 && session < sessions[0]!
    const row = isEarly ? -1 : sessions.findIndex((day) => day >= session)
    const date = formatIsoDate(session)
    const where = isEarly ? "before the first" : "after the last"
    if (row < 0) notes.push({ kind: "event_beyond_bars", date, detail: `${what} lies ${where} bar` })
    else if (sessions[row] !== session) {
      const detail = `${what} on a day without a bar counts on ${formatIsoDate(sessions[row]!)}`
      notes.push({ kind: "event_moved", date, detail })
    }
    return row
  }
  for (const { session, ratio } of splits) {
    const row = rowOf(session, `a split of ${ratio} for 1`)
    if (row >= 0) splitRatio[row] = splitRatio[row]! * ratio
  }
  for (const { session, amount } of dividends) {
    const row = rowOf(session, `a dividend of ${amount}`)
    // Yahoo's amount is for one of today's shares; a share before the row's split is that many of them
    if (row >= 0) dividend[row] = dividend[row]! + amount * after[row]! * splitRatio[row]!
  }
  const times = (column: Float64Array) => after.map((factor, t) => column[t]! * factor)
  return {
    session: Int32Array.from(sessions),
    open: times(columns.open),
    high: times(columns.high),
    low: times(columns.low),
    close: times(columns.close),
    volume: after.map((factor, t) => columns.volume[t]! / factor),
    dividend,
    splitRatio,
    adjClose: columns.adjClose.slice(0, sessions.length),
    notes,
  }
}
