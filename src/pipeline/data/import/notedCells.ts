/** Cells that readers noted, at their rows of the import. */
import type { ColumnName } from "../Bars.ts"
import type { NotedCell } from "../defects/inspect.ts"
import type { CellNote } from "../RawTable.ts"
import type { DecodedFile, ImportRows } from "./ImportRows.ts"

/** @param rows those that were selected: notes of others are left out with them */
export function notedCells(files: ReadonlyArray<DecodedFile>, rows: ImportRows): ReadonlyArray<NotedCell> {
  const byRow = files.map(({ table }) => Map.groupBy(table.notes, ({ row }) => row + 1))
  if (byRow.every(({ size }) => size === 0)) return []
  const found: Array<NotedCell> = []
  for (let at = 0; at < rows.session.length; at++) {
    const notes = byRow[rows.file[at]!]!.get(rows.row[at]!)
    if (notes === undefined) continue
    const file = files[rows.file[at]!]!
    const asset = rows.tickers[rows.ticker[at]!]!
    for (const note of notes) {
      const column = columnOf(file, note)
      if (file.layout.kind === "wide" && !isOf(note, column, asset)) continue
      found.push({ at, field: note.field, text: note.text, kind: note.kind, column })
    }
  }
  return found
}

/** In a wide table every asset has a row of its own, and a cell belongs to one of them; a date to all. */
const isOf = ({ field }: CellNote, column: ColumnName | undefined, asset: string): boolean =>
  column === undefined || field.trim().toLowerCase() === asset.toLowerCase()

/** undefined for a date. */
function columnOf({ layout }: DecodedFile, { kind, field }: CellNote): ColumnName | undefined {
  if (kind === "other_date_format" || kind === "unreadable_date") return undefined
  return layout.kind === "wide" ? "close" : layout.numbers.find((number) => number.field === field)?.name
}

/** Rows of the import whose date nobody can read. */
export function unreadableRows(files: ReadonlyArray<DecodedFile>, rows: ImportRows): ReadonlySet<number> {
  const wanted = files.map(
    ({ table }) =>
      new Set(table.notes.filter(({ kind }) => kind === "unreadable_date").map(({ row }) => row + 1)),
  )
  const found = new Set<number>()
  if (wanted.every(({ size }) => size === 0)) return found
  for (let at = 0; at < rows.session.length; at++) {
    if (wanted[rows.file[at]!]!.has(rows.row[at]!)) found.add(at)
  }
  return found
}
