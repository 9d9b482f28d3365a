/** Sessions that an asset has no row for. */
import { countedNoun } from "../../../kernel/countedNoun.ts"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { Context } from "./Context.ts"
import type { Finding, SeriesKind } from "./Kind.ts"
import { length, type Series } from "./Series.ts"

/** Half a year: an asset that comes back later is likely another one. */
const longGap = 126

function gaps(
  series: Series,
  context: Context,
  isWanted: (sessions: number) => boolean,
): ReadonlyArray<Finding> {
  const { session } = series
  const found: Array<Finding> = []
  for (let row = 1; row < length(series); row++) {
    if (session[row]! - session[row - 1]! === 1) continue
    const missing = context.sessionsUntil(session[row]!) - context.sessionsUntil(session[row - 1]!) - 1
    if (missing <= 0 || !isWanted(missing)) continue
    const days = [context.next(session[row - 1]!), context.previous(session[row]!)] as const
    const detail = `${countedNoun(missing, "session")} without a row, ${formatIsoDate(days[0])} … ${formatIsoDate(days[1])}; close ${series.close[row - 1]} before and ${series.close[row]} after`
    found.push({ from: row, to: row, days, size: missing, detail })
  }
  return found
}

export const missingSession: SeriesKind = {
  kind: "missing_session",
  what: "sessions of the calendar between two rows of an asset that have none; never filled",
  smallest: "1 session",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: (series, context) => gaps(series, context, (sessions) => sessions < longGap),
}

export const tickerReuse: SeriesKind = {
  kind: "ticker_reuse",
  what: "rows come back after half a year: perhaps another company under the name (--ticker-map tells them apart)",
  smallest: "126 sessions",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: (series, context) => gaps(series, context, (sessions) => sessions >= longGap),
}

export const lateStart: SeriesKind = {
  kind: "late_start",
  information: true,
  what: "the asset starts after the first session of the data",
  smallest: "1 session",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: ({ session }, context) => {
    const late = context.sessionsUntil(session[0]!) - context.sessionsUntil(context.first)
    return late > 0
      ? [{ from: 0, to: 0, size: late, detail: `starts ${countedNoun(late, "session")} after the data` }]
      : []
  },
}

export const earlyEnd: SeriesKind = {
  kind: "early_end",
  information: true,
  what: "the asset ends before the last session of the data",
  smallest: "1 session",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: ({ session }, context) => {
    const row = session.length - 1
    const early = context.sessionsUntil(context.last) - context.sessionsUntil(session[row]!)
    return early > 0
      ? [{ from: row, to: row, size: early, detail: `ends ${countedNoun(early, "session")} before the data` }]
      : []
  },
}
