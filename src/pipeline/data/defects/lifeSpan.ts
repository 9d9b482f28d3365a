import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { RowKind } from "./DefectKind.ts"

const information = {
  smallest: "1 session",
  level: "information",
  allowed: ["keep-and-flag"],
  byDefault: "keep-and-flag",
} as const

export const lateStart: RowKind = {
  kind: "late_start",
  title: "an asset that starts after the others",
  ...information,
  find: ({ session }, { first }) =>
    session.length > 0 && session[0]! > first
      ? [{ from: 0, to: 1, detail: `first row; the others start on ${formatIsoDate(first)}` }]
      : [],
}

export const earlyEnd: RowKind = {
  kind: "early_end",
  title: "an asset that ends before the others",
  ...information,
  find: ({ session }, { last }) => {
    const end = session.length - 1
    return end >= 0 && session[end]! < last
      ? [{ from: end, to: end + 1, detail: `last row; the others go on to ${formatIsoDate(last)}` }]
      : []
  },
}
