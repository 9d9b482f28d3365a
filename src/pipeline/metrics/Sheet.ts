/** Where the outcomes of metrics are written down: figures, dates and the reasons of what is undefined. */
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { type Metric, type Outcome, undefinedBecause } from "./Metric.ts"

export type Group = "net" | "gross" | "book"
type Column<A> = Record<string, A | null>

export interface Sheet {
  readonly figures: Readonly<Record<Group, Column<number>>>
  readonly dates: Readonly<Record<"net" | "gross", Column<string>>>
  /** by group and name: net.sharpe */
  readonly reasons: Record<string, string>
  /** the window's own reason when it is empty: it says more than "needs a session" */
  readonly emptyBecause: string | null
}

export const make = (emptyBecause: string | null): Sheet => ({
  figures: { net: {}, gross: {}, book: {} },
  dates: { net: {}, gross: {} },
  reasons: {},
  emptyBecause,
})

export function enter(sheet: Sheet, group: Group, { name, unit }: Metric, outcome: Outcome): void {
  const known = sheet.emptyBecause === null ? outcome : undefinedBecause(sheet.emptyBecause)
  const value = typeof known === "number" ? known : null
  if (typeof known !== "number") sheet.reasons[`${group}.${name}`] = known.undefined
  if (unit === "date" && group !== "book")
    sheet.dates[group][name] = value === null ? null : formatIsoDate(value)
  else sheet.figures[group][name] = value
}
