import { formatIsoDate, weekdayOf } from "../../../kernel/civilDate.ts"
import type { AssetRows, Surroundings } from "./AssetRows.ts"
import type { Finding, RowKind } from "./DefectKind.ts"

const rowsOn = (
  { session }: AssetRows,
  { isSession, supports }: Surroundings,
  counts: (day: number) => boolean,
  what: string,
): ReadonlyArray<Finding> =>
  Array.from(session.keys())
    .filter((i) => supports(session[i]!) && !isSession(session[i]!) && counts(session[i]!))
    .map((i) => ({ from: i, to: i + 1, detail: `${formatIsoDate(session[i]!)} ${what}` }))

const isWeekend = (day: number): boolean => weekdayOf(day) >= 5

export const weekendRow: RowKind = {
  kind: "weekend_row",
  title: "rows on a Saturday or Sunday, which is no session of the calendar",
  smallest: "1 row",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
  find: (asset, surroundings) =>
    followsAnother(asset, surroundings) ? [] : rowsOn(asset, surroundings, isWeekend, "is a weekend day"),
}

export const holidayRow: RowKind = {
  kind: "holiday_row",
  title: "rows on a weekday on which the exchange was closed",
  smallest: "1 row",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
  find: (asset, surroundings) =>
    followsAnother(asset, surroundings)
      ? []
      : rowsOn(asset, surroundings, (day) => !isWeekend(day), "is a day on which the exchange was closed"),
}

/** So many rows on closed days are no slips: dropping them would cut the history down without a word. */
export const wrongCalendar: RowKind = {
  kind: "wrong_calendar",
  title: "many rows on days that are no sessions: the source follows another calendar",
  smallest: "10 rows and a twentieth of the asset's",
  level: "defect",
  allowed: ["refuse", "drop"],
  byDefault: "refuse",
  find: (asset, surroundings) => {
    if (!followsAnother(asset, surroundings)) return []
    const closed = rowsOn(asset, surroundings, () => true, "")
    const first = closed[0]!
    const detail = `${closed.length} of ${asset.session.length} rows are on days that are no sessions of the calendar ${surroundings.calendar} (--calendar always for a market that never closes, union for the days of the file)`
    return [
      { from: first.from, to: first.to, detail },
      ...closed.slice(1).map((row) => ({ ...row, detail: "" })),
    ]
  },
}

function followsAnother({ session }: AssetRows, { isSession, supports }: Surroundings): boolean {
  let closed = 0
  for (const day of session) if (supports(day) && !isSession(day)) closed++
  return closed >= 10 && closed * 20 >= session.length
}

export const outsideCalendar: RowKind = {
  kind: "outside_calendar",
  title: "dates of which the exchange's calendar knows nothing",
  smallest: "1 row",
  level: "defect",
  allowed: ["refuse", "drop"],
  byDefault: "refuse",
  find: ({ session }, { supports, calendar }) =>
    Array.from(session.keys())
      .filter((i) => !supports(session[i]!))
      .map((i) => ({
        from: i,
        to: i + 1,
        detail: `${formatIsoDate(session[i]!)} lies outside what is known of the calendar ${calendar}`,
      })),
}

export const futureDate: RowKind = {
  kind: "future_date",
  title: "dates after the day of the import",
  smallest: "1 row",
  level: "defect",
  allowed: ["refuse", "drop"],
  byDefault: "refuse",
  find: ({ session }, { today }) =>
    Array.from(session.keys())
      .filter((i) => session[i]! > today)
      .map((i) => ({
        from: i,
        to: i + 1,
        detail: `it is after ${formatIsoDate(today)}, the day of the import`,
      })),
}
