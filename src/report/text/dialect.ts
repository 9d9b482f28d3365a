/** Figures as another tool defines them, each with its formula. */
import type { DialectSheet } from "../../pipeline/metrics/dialect.ts"
import { table } from "./table.ts"

export function dialectLines(sheet: DialectSheet | undefined): ReadonlyArray<string> {
  if (sheet === undefined) return []
  const rows = Object.entries(sheet.figures).map(([name, value]) => [
    name,
    value === null ? "—" : value.toPrecision(6),
    sheet.formulas[name] ?? "",
  ])
  return ["", `as ${sheet.tool} defines it, net:`, table(rows, ["left", "right", "left"])]
}
