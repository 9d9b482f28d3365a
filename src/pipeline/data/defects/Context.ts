import type { ColumnName } from "../Bars.ts"
import type { Adjustment, CalendarName } from "../SnapshotManifest.ts"

/** What is known beside one asset's rows. Days are epoch days. */
export interface Context {
  readonly calendar: CalendarName
  readonly adjustment: Adjustment
  readonly given: ReadonlySet<ColumnName>
  /** the day on which the data were retrieved; Infinity where nobody said */
  readonly today: number
  /** first and last day of all rows that are sessions */
  readonly first: number
  readonly last: number
  /** whether the calendar's rules are known for a day */
  readonly supports: (day: number) => boolean
  /** false also outside what is known of the calendar */
  readonly isSession: (day: number) => boolean
  /** sessions up to a day and with it, counted from `first` */
  readonly sessionsUntil: (day: number) => number
  /** the first session after a day, of those between first and last */
  readonly next: (day: number) => number
  readonly previous: (day: number) => number
}
