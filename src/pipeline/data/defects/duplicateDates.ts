import { columnNames } from "../import/ImportRows.ts"
import type { AssetRows } from "./AssetRows.ts"
import type { Finding, RowKind } from "./DefectKind.ts"

export const duplicateIdentical: RowKind = {
  kind: "duplicate_identical",
  title: "a date that is there twice with the same numbers",
  smallest: "1 row",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
  find: (asset) =>
    groupsOf(asset)
      .filter(({ from, to }) => areSame(asset, from, to))
      .map(({ from, to }) => ({
        from: from + 1, // the first stays
        to,
        detail: `${to - from} rows of this date say the same`,
      })),
}

/** Which row is right cannot be known; dropping leaves the date without a bar. */
export const duplicateConflicting: RowKind = {
  kind: "duplicate_conflicting",
  title: "a date that is there twice with different numbers",
  smallest: "1 cell that differs",
  level: "defect",
  allowed: ["refuse", "drop"],
  byDefault: "refuse",
  find: (asset) =>
    groupsOf(asset)
      .filter(({ from, to }) => !areSame(asset, from, to))
      .map(({ from, to }) => {
        const field = columnNames.find((name) => {
          const column = asset.columns[name]
          return column.subarray(from + 1, to).some((value) => !Object.is(value, column[from]))
        })!
        const values = [...asset.columns[field].subarray(from, to)].map(String)
        return {
          from,
          to,
          detail: `${to - from} rows of this date differ: ${field} is ${values.join(" and ")}`,
        }
      }),
}

function groupsOf({ session }: AssetRows): ReadonlyArray<Pick<Finding, "from" | "to">> {
  const groups: Array<{ from: number; to: number }> = []
  for (let from = 0; from < session.length; ) {
    let to = from + 1
    while (to < session.length && session[to] === session[from]) to++
    if (to - from > 1) groups.push({ from, to })
    from = to
  }
  return groups
}

const areSame = (asset: AssetRows, from: number, to: number): boolean =>
  columnNames.every((name) => {
    const column = asset.columns[name]
    return column.subarray(from + 1, to).every((value) => Object.is(value, column[from]))
  })
