/** What a chart over time shows. */
import type { TimeChartUnit } from "./units.ts"

export interface ChartSeries {
  readonly name: string
  /** class that gives it its colour: s0 … s9, or ref for what it is held against */
  readonly mark: string
  /** shape (n), NaN = no value */
  readonly values: Float64Array
}

export interface TimeChart {
  /** unique on the page; letters and hyphens */
  readonly id: string
  readonly title: string
  /** what it shows, in a sentence, for those who cannot see it */
  readonly description: string
  /** shape (n), epoch days, ascending */
  readonly days: Int32Array
  readonly series: ReadonlyArray<ChartSeries>
  readonly unit: TimeChartUnit
  /** pixels of the plot */
  readonly height?: number
  /** whether it stands beside others and is narrow: default false */
  readonly isNarrow?: boolean
  /** value from which areas rise and at which a line stands */
  readonly base?: number
  /** fills between the first series and the base */
  readonly isFilled?: boolean
  /** a second, logarithmic axis to switch to; only for values above 0 */
  readonly hasLog?: boolean
  /** series stand on each other: positive ones up, negative ones down */
  readonly isStacked?: boolean
}
