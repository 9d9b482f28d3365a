import type { RowKind } from "./DefectKind.ts"

/** Rows that came before an earlier row of the same asset; a file with the newest first is one such stretch. */
export const unsortedRows: RowKind = {
  kind: "unsorted_rows",
  title: "rows that do not stand in order of time; sorting them is the repair",
  smallest: "1 row",
  level: "defect",
  allowed: ["repair", "refuse"],
  byDefault: "repair",
  find: ({ at, session }) => {
    if (at.every((row, i) => i === 0 || row > at[i - 1]!)) return []
    const inFileOrder = Array.from(at.keys()).sort((i, j) => at[i]! - at[j]!)
    const early = inFileOrder.filter((i, k) => k > 0 && session[i]! < session[inFileOrder[k - 1]!]!)
    const [first] = early
    if (first === undefined) return []
    const detail =
      early.length === 1 ? "the row stands after a later one" : `${early.length} rows stand after a later one`
    return [{ from: first, to: first + 1, detail, repair: [] }]
  },
}
