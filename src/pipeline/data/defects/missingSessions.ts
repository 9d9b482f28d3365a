import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { RowKind } from "./DefectKind.ts"

/** From so many on, the gap is another kind: `long_gap`. */
const longGap = 60

export const missingSessions: RowKind = {
  kind: "missing_sessions",
  title: `sessions without a row inside an asset's life, fewer than ${longGap} in a row`,
  smallest: "1 session",
  level: "defect",
  allowed: ["keep-and-flag", "refuse"],
  byDefault: "keep-and-flag",
  find: ({ session }, { sessionsBetween }) =>
    Array.from(session.keys()).flatMap((i) => {
      if (i === 0 || session[i]! - session[i - 1]! < 2) return []
      const missing = sessionsBetween(session[i - 1]!, session[i]!)
      if (missing.length === 0 || missing.length >= longGap) return []
      const dates = missing.map(formatIsoDate)
      return [
        {
          from: i,
          to: i + 1,
          date: dates[0]!,
          detail: dates.length === 1 ? "no row" : `no rows on ${dates.length} sessions: ${dates.join(", ")}`,
        },
      ]
    }),
}

export const tickerReuse: RowKind = {
  kind: "long_gap",
  title: "a gap in which an asset may have died and its ticker been given to another",
  smallest: `${longGap} sessions`,
  level: "defect",
  allowed: ["keep-and-flag", "drop", "refuse"],
  byDefault: "keep-and-flag",
  find: ({ session }, { sessionsBetween }) =>
    Array.from(session.keys()).flatMap((i) => {
      if (i === 0 || session[i]! - session[i - 1]! < longGap) return []
      const { length } = sessionsBetween(session[i - 1]!, session[i]!)
      if (length < longGap) return []
      const detail = `${length} sessions without a row since ${formatIsoDate(session[i - 1]!)}: the ticker may be another company's now (drop removes the rows before)`
      return [{ from: 0, to: i, date: formatIsoDate(session[i]!), detail }]
    }),
}
