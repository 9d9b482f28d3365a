import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import { decisionDay } from "./decisionDay.ts"
import type { ScheduleConfig } from "./scheduleConfig.ts"

const periods = { weekly: "week", monthly: "month", quarterly: "quarter", yearly: "year" } as const

/**
 * Rows on which the frequency asks for a decision, 1 or 0.
 *
 * With an exchange, from its rules: each period has one session of decision, whether the data have it or not. With the
 * union of the data's sessions, the first row of a period, which the row before tells; the very first row is none.
 *
 * @param sessions shape (rows), epoch days
 */
export function scheduledRows(sessions: Int32Array, config: ScheduleConfig): Uint8Array {
  const { frequency, day, calendar } = config
  if (frequency === "once") return new Uint8Array(sessions.length)
  if (frequency === "daily") return dailyRows(sessions, calendar)
  const period = periods[frequency]
  if (calendar === "union") return firstRows(sessions, period)
  const exchange = ExchangeCalendar.byName(calendar)
  const rows = new Uint8Array(sessions.length)
  let known = NaN
  let decision = NaN
  for (let t = 0; t < rows.length; t++) {
    const index = ExchangeCalendar.periodOf(sessions[t]!, period)
    if (index !== known) decision = decisionDay(exchange, period, index, day)
    known = index
    if (sessions[t] === decision) rows[t] = 1
  }
  return rows
}

function dailyRows(sessions: Int32Array, calendar: ScheduleConfig["calendar"]): Uint8Array {
  const rows = new Uint8Array(sessions.length).fill(1)
  if (calendar === "union") return rows
  const exchange = ExchangeCalendar.byName(calendar)
  for (let t = 0; t < rows.length; t++) if (!exchange.isSession(sessions[t]!)) rows[t] = 0
  return rows
}

function firstRows(sessions: Int32Array, period: ExchangeCalendar.Period): Uint8Array {
  const rows = new Uint8Array(sessions.length)
  for (let t = 1; t < rows.length; t++) {
    const before = ExchangeCalendar.periodOf(sessions[t - 1]!, period)
    if (ExchangeCalendar.periodOf(sessions[t]!, period) !== before) rows[t] = 1
  }
  return rows
}
