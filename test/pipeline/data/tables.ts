/** Tables as a reader of files would hand them over, from rows written out in the test. */
import * as Result from "effect/Result"
import { parseIsoDate } from "../../../src/kernel/civilDate.ts"
import type { DecodedFile } from "../../../src/pipeline/data/import/ImportRows.ts"
import { tableLayout } from "../../../src/pipeline/data/tableLayout.ts"

type Cell = string | number | null

export function tableOf(
  header: string,
  rows: ReadonlyArray<ReadonlyArray<Cell>>,
  file = "given.csv",
): DecodedFile {
  const layout = Result.getOrThrow(tableLayout(file, header.split(",")))
  const tickers = layout.ticker === undefined ? undefined : rows.map((row) => String(row[layout.ticker!]))
  const names = [...new Set(tickers)]
  return {
    layout,
    table: {
      file,
      rows: rows.length,
      date: Int32Array.from(rows, (row) => parseIsoDate(String(row[layout.date]))!),
      ticker:
        tickers === undefined
          ? undefined
          : { names, index: Int32Array.from(tickers, (name) => names.indexOf(name)) },
      numbers: layout.numbers.map(({ column }) =>
        Float64Array.from(rows, (row) => Number(row[column] ?? NaN)),
      ),
      notes: [],
    },
  }
}
