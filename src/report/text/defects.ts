/** What an import met and did, as a table: by kind, then asset and date. */
import type { Defect } from "../../pipeline/data/import/Defect.ts"
import { table } from "./table.ts"

const mostShown = 40

export function defectLines(defects: ReadonlyArray<Defect>): ReadonlyArray<string> {
  if (defects.length === 0) return ["no defects"]
  const shown = defects.slice(0, mostShown)
  const rows = shown.map(({ kind, asset, date, detail, action }) => [action, kind, asset, date, detail])
  const more = defects.length - shown.length
  const counts = [...Map.groupBy(defects.slice(mostShown), ({ kind }) => kind)].map(
    ([kind, { length }]) => `${length} ${kind}`,
  )
  return [
    table(rows, ["left", "left", "left", "left", "left"]),
    ...(more === 0 ? [] : [`and ${more} more: ${counts.join(", ")} (--json has them all)`]),
  ]
}
