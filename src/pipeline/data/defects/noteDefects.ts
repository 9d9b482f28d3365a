import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { DecodedFile, ImportRows } from "../import/ImportRows.ts"
import type { CellNote, RawTable } from "../RawTable.ts"
import { cellKinds } from "./cellKinds.ts"
import { actions, type Dealing } from "./dealWith.ts"
import { policyFor } from "./policies.ts"

/**
 * Deals with the cells that the reader noted, of the rows that are taken; `taken` loses the rows that go.
 *
 * @param isWanted whether a row was asked for, by its asset and day; a row without a date always is
 */
export function noteDefects(
  files: ReadonlyArray<DecodedFile>,
  { rows, policies, noted }: Dealing,
  taken: Uint8Array,
  isWanted: (asset: string, day: number | undefined) => boolean,
): void {
  const starts = startsOf(rows, files.length)
  for (const [i, { table, layout }] of files.entries()) {
    const wide =
      layout.kind === "wide" && table.notes.length > 0
        ? wideRows(rows, starts[i]!, starts[i + 1]!)
        : undefined
    for (const note of table.notes) {
      const at = wide === undefined ? starts[i]! + note.row : wide(note)
      const asset = layout.kind === "wide" ? note.field : rows.tickers[rows.ticker[at!]!]!
      const day = note.kind === "unreadable_date" ? undefined : table.date[note.row]!
      if (!isWanted(asset, day)) continue
      const policy = policyFor(policies, cellKinds[note.kind])
      const goes = policy === "drop" || note.kind === "unreadable_date"
      if (goes && at !== undefined) taken[at] = 0
      noted.push({ ...describe(table, note, asset, day), action: actions[policy] })
    }
  }
}

const meaning: Partial<Record<CellNote["kind"], string>> = {
  text_in_number: "is no number",
  unreadable_date: "is no date",
}

const describe = (
  { file }: RawTable,
  { kind, field, row, text }: CellNote,
  asset: string,
  day: number | undefined,
) => ({
  kind,
  asset,
  date: day === undefined ? "" : formatIsoDate(day),
  detail: `${JSON.stringify(text)} ${meaning[kind] ?? "is not written like the others"}`,
  field,
  size: undefined,
  count: 1,
  row: row + 1,
  file,
})

/** Index of each file's first row. */
function startsOf({ file }: ImportRows, files: number): Int32Array {
  const starts = new Int32Array(files + 1)
  for (let at = 0; at < file.length; at++) starts[file[at]! + 1]!++
  for (let i = 0; i < files; i++) starts[i + 1]! += starts[i]!
  return starts
}

/** A wide file has its rows asset by asset, one a known close; undefined for a cell that is not known. */
function wideRows(rows: ImportRows, from: number, to: number): (note: CellNote) => number | undefined {
  const starts = new Map<string, number>()
  for (let at = from; at < to; at++) {
    if (at === from || rows.ticker[at] !== rows.ticker[at - 1])
      starts.set(rows.tickers[rows.ticker[at]!]!, at)
  }
  return ({ row, field }) => {
    const start = starts.get(field)
    if (start === undefined) return undefined
    let [low, high] = [start, Math.min(to, start + row + 1)] // no asset has more rows than lines that far
    while (low < high) {
      const middle = (low + high) >>> 1
      if (rows.ticker[middle] === rows.ticker[start] && rows.row[middle]! < row + 1) low = middle + 1
      else high = middle
    }
    return low < to && rows.ticker[low] === rows.ticker[start] && rows.row[low] === row + 1 ? low : undefined
  }
}
