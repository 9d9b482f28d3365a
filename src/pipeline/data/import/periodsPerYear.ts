import * as Result from "effect/Result"
import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import { ImportOptionError } from "../errors.ts"
import type { CalendarName } from "../SnapshotManifest.ts"

const daysPerYear = 365.2425

/**
 * Sessions a year, for annualising: those of the exchange; for `union`, what is stated, or as many as the days of the rows
 * come to in a year, rounded. Never assumed: rows of less than a year do not tell.
 *
 * @param sessions epoch days in order, repeated or not
 */
export function periodsPerYear(
  calendar: CalendarName,
  sessions: Int32Array,
  stated: number | undefined,
): Result.Result<number, ImportOptionError> {
  if (calendar !== "union") {
    const { periodsPerYear: known } = ExchangeCalendar.byName(calendar)
    if (stated === undefined || stated === known) return Result.succeed(known)
    const problem = `the calendar ${calendar} has ${known} sessions a year, not ${stated}`
    return refuse(problem, "Leave it out; it is for --calendar union alone.")
  }
  if (stated !== undefined) {
    if (Number.isInteger(stated) && stated >= 1 && stated <= 366) return Result.succeed(stated)
    return refuse(`${stated} is no number of sessions a year`, "Give a whole number from 1 to 366.")
  }
  const days = new Set(sessions).size
  const span = sessions.at(-1)! - sessions[0]!
  if (span >= 365) return Result.succeed(Math.round(((days - 1) / span) * daysPerYear))
  return refuse(
    "the days of the file span less than a year, so they do not tell how many sessions a year has",
    "State it: 252 for an exchange, 365 for a market that never closes.",
  )
}

const refuse = (problem: string, remedy: string): Result.Result<never, ImportOptionError> =>
  Result.fail(new ImportOptionError({ option: "--periods-per-year", problem, remedy }))
