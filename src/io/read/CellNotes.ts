/**
 * Notes on the cells of one file that are not plain, in bounded memory: each kind and column is counted exactly, and the
 * first of its cells are kept. A spelling that is the column's own way of writing is no note at all.
 */
import { DataRefused } from "../../pipeline/data/errors.ts"
import type { CellNote, CellNoteKind } from "../../pipeline/data/RawTable.ts"
import type { ReadLimits } from "./limits.ts"

interface Kept {
  readonly column: number
  readonly kind: CellNoteKind
  count: number
  readonly cells: Array<{ readonly row: number; readonly text: string }>
}

const textLength = 60

export class CellNotes {
  /** cells with a number, with a number of four digits and more before the mark, and without anything, by column */
  readonly numbers: Float64Array
  readonly large: Float64Array
  empty = 0
  private literals = 0
  private stored = 0
  private readonly kept = new Map<string, Kept>()
  private readonly fields: ReadonlyArray<string>
  private readonly limits: ReadLimits

  constructor(fields: ReadonlyArray<string>, limits: ReadLimits) {
    this.fields = fields
    this.limits = limits
    this.numbers = new Float64Array(fields.length)
    this.large = new Float64Array(fields.length)
  }

  add(row: number, column: number, kind: CellNoteKind, text: string): void {
    if (kind === "nan_literal") this.literals++
    const key = `${column} ${kind}`
    let kept = this.kept.get(key)
    if (kept === undefined) this.kept.set(key, (kept = { column, kind, count: 0, cells: [] }))
    kept.count++
    if (kept.cells.length >= this.limits.notesPerKind || this.stored >= this.limits.notes) return
    kept.cells.push({ row, text: text.slice(0, textLength) })
    this.stored++
  }

  /** In order of rows. Throws DataRefused where a column has more of a kind than is written down. */
  finish(file: string, others: ReadonlyArray<CellNote>): ReadonlyArray<CellNote> {
    const foreign = [...this.kept.values()].filter((kept) => !this.isOwnSpelling(kept))
    const tooMany = foreign.filter(({ count, cells }) => count > cells.length)
    if (tooMany.length > 0) throw this.refusalOf(file, tooMany)
    const notes = foreign.flatMap(({ column, kind, cells }) =>
      cells.map(({ row, text }): CellNote => ({ row, field: this.fields[column]!, text, kind })),
    )
    return [...notes, ...others].sort((left, right) => left.row - right.row)
  }

  private isOwnSpelling({ column, kind, count }: Kept): boolean {
    switch (kind) {
      case "nan_literal":
        return this.literals > 20 && this.literals > this.empty
      case "thousands_separator":
        return count > this.large[column]!
      case "surrounding_space":
        return count > this.numbers[column]! / 2
      default:
        return false
    }
  }

  private refusalOf(file: string, found: ReadonlyArray<Kept>): DataRefused {
    return new DataRefused({
      file,
      refusals: found.slice(0, 20).map(({ column, kind, count, cells: [first] }) => ({
        row: first === undefined ? 0 : first.row + 1,
        field: this.fields[column]!,
        asset: null,
        date: null,
        problem:
          `${count} cells of this column are ${kind.replaceAll("_", " ")}` +
          (first === undefined ? "" : `, first ${JSON.stringify(first.text)}`),
      })),
      total: found.reduce((sum, { count }) => sum + count, 0),
      remedy:
        "So many cells are no slips of a hand. Write the column as numbers, or state how the file is written (--column, --decimal).",
    })
  }
}
