import * as Effect from "effect/Effect"
import { DataRefused } from "../../pipeline/data/errors.ts"
import type { CellNote, RawTable } from "../../pipeline/data/RawTable.ts"

const problems = {
  unreadable_date: "no date",
  text_in_number: "no number",
} as const

const isUnread = (note: CellNote): note is CellNote & { readonly kind: keyof typeof problems } =>
  note.kind in problems

/** For readers without a policy on cells: fails when one could not be read. */
export function refuseUnread({ file, notes }: RawTable): Effect.Effect<void, DataRefused> {
  const unread = notes.filter(isUnread)
  if (unread.length === 0) return Effect.void
  return Effect.fail(
    new DataRefused({
      file,
      refusals: unread.slice(0, 20).map(({ row, field, text, kind }) => ({
        row: row + 1,
        field,
        asset: null,
        date: null,
        problem: `${JSON.stringify(text)} is ${problems[kind]}`,
      })),
      total: unread.length,
      remedy:
        "Correct the cells: dates as 2020-12-31, numbers with a decimal point, empty where nothing is known.",
    }),
  )
}
