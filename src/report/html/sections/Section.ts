/** A part of the tear sheet. */
import type { Html } from "../Html.ts"
import type { ReportData } from "../ReportData.ts"

export interface Section {
  /** anchor: letters and hyphens */
  readonly id: string
  readonly title: string
  /** undefined where the run has nothing to show of it */
  readonly draw: (data: ReportData) => Html | undefined
}
