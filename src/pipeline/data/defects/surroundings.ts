import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import type { ColumnName } from "../Bars.ts"
import type { Adjustment, CalendarName } from "../SnapshotManifest.ts"
import type { Surroundings } from "./AssetRows.ts"

export interface ImportFacts {
  readonly calendar: CalendarName
  readonly adjustment: Adjustment
  /** columns that some file has */
  readonly given: ReadonlySet<ColumnName>
  /** epoch day of the import */
  readonly today: number
}

/** Questions to the calendar are asked once a day, not once a row. */
export function surroundingsOf(facts: ImportFacts): Omit<Surroundings, "first" | "last"> {
  if (facts.calendar === "union") {
    return { ...facts, isSession: () => true, supports: () => true, sessionsBetween: () => [] }
  }
  const rules = ExchangeCalendar.byName(facts.calendar)
  const known = new Map<number, boolean>()
  const isSession = (day: number): boolean => {
    const answer = known.get(day) ?? rules.isSession(day)
    known.set(day, answer)
    return answer
  }
  return {
    ...facts,
    isSession,
    supports: rules.supports,
    sessionsBetween: (from, to) => {
      const days: Array<number> = []
      for (let day = from + 1; day < to; day++) if (isSession(day)) days.push(day)
      return days
    },
  }
}
