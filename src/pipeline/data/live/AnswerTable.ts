/** A symbol's rows as a source of files read them: what is kept of an answer that is no text of Yahoo's. */
import * as Schema from "effect/Schema"
import type { CellNoteKind, RawTable } from "../RawTable.ts"
import type { TableLayout } from "../tableLayout.ts"
import { type ColumnName, columns } from "../Bars.ts"

const cellNoteKinds = [
  "other_date_format",
  "unreadable_date",
  "thousands_separator",
  "decimal_comma",
  "surrounding_space",
  "nan_literal",
  "text_in_number",
] as const satisfies ReadonlyArray<CellNoteKind>

const names = Object.keys(columns) as ReadonlyArray<ColumnName>

export const AnswerTable = Schema.Struct({
  file: Schema.String,
  /** epoch days */
  date: Schema.Array(Schema.Int),
  columns: Schema.Array(
    Schema.Struct({
      name: Schema.Literals(names),
      /** its name in the file */
      field: Schema.String,
      /** null = not known */
      values: Schema.Array(Schema.NullOr(Schema.Finite)),
    }),
  ),
  /** columns that mean nothing to a snapshot */
  ignored: Schema.Array(Schema.String),
  /** cells that were not plain */
  notes: Schema.Array(
    Schema.Struct({
      row: Schema.Int,
      field: Schema.String,
      text: Schema.String,
      kind: Schema.Literals(cellNoteKinds),
    }),
  ),
})
export interface AnswerTable extends Schema.Schema.Type<typeof AnswerTable> {}

/** @param layout long, without a column of tickers */
export const answerTable = (
  table: RawTable,
  layout: TableLayout & { readonly kind: "long" },
): AnswerTable => ({
  file: table.file,
  date: [...table.date],
  columns: layout.numbers.map(({ name, field }, i) => ({
    name,
    field,
    values: Array.from(table.numbers[i]!, (value) => (Number.isNaN(value) ? null : value)),
  })),
  ignored: layout.ignored,
  notes: table.notes,
})
