/**
 * `PriceSource` on a folder that something else keeps up to date: `SPY.csv` (or .csv.gz, .parquet) a symbol, long bars of
 * one asset. It needs no network and no secret.
 */
import { lstat } from "node:fs/promises"
import { join } from "node:path"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { DataRefused, InvalidName } from "../../pipeline/data/errors.ts"
import { type AnswerTable, answerTable } from "../../pipeline/data/live/AnswerTable.ts"
import { LiveRequestError, SymbolNotFound } from "../../pipeline/data/live/errors.ts"
import {
  type Answer,
  type PriceRequest,
  PriceSource,
  type SourceError,
  sourceName,
} from "../../pipeline/data/live/PriceSource.ts"
import { assetNameProblem } from "../../pipeline/data/names.ts"
import { tableLayout } from "../../pipeline/data/tableLayout.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { refuseUnread } from "../read/refuseUnread.ts"
import { readTable } from "../readTable.ts"

const endings = [".csv", ".csv.gz", ".parquet"]

/** @param root where the names of folders start from */
export const layer = (root: string): Layer.Layer<PriceSource> =>
  Layer.succeed(PriceSource, PriceSource.of({ fetch: (request) => readSymbol(root, request) }))

const readSymbol = (root: string, request: PriceRequest): Effect.Effect<Answer, SourceError> =>
  Effect.gen(function* () {
    const { source, symbol, from } = request
    if (source.kind !== "csv_dir") {
      const problem = `${sourceName(source)} is no folder`
      return yield* new LiveRequestError({ problem, remedy: "Set data.source: csv_dir and data.folder." })
    }
    const problem = assetNameProblem(symbol)
    if (problem !== undefined) return yield* new InvalidName({ what: "asset", name: symbol, problem })
    const folder = join(root, source.folder)
    const path = yield* Effect.promise(() => firstFile(folder, symbol))
    if (path === undefined) return yield* new SymbolNotFound({ source: sourceName(source), symbol })
    const retrieved_at = new Date(yield* Clock.currentTimeMillis).toISOString()
    const { table, layout } = yield* readTable(path, (names) => tableLayout(`${symbol}.csv`, names))
    if (layout.kind === "wide" || layout.ticker !== undefined) {
      return yield* new DataRefused({
        file: table.file,
        refusals: [{ row: 0, field: "", asset: symbol, date: null, problem: "it is not of one asset" }],
        total: 1,
        remedy: "Give a file of one asset with columns date, open, high, low, close, volume, …",
      })
    }
    yield* refuseUnread(table)
    const rows = fromDay(answerTable(table, layout), parseIsoDate(from)!)
    const bytes = new TextEncoder().encode(JSON.stringify(rows))
    return { bytes, receipt: { source, symbol, from, retrieved_at } }
  })

/** A plain file: a link could lead anywhere. */
async function firstFile(folder: string, symbol: string): Promise<string | undefined> {
  for (const ending of endings) {
    const path = join(folder, `${symbol}${ending}`)
    const found = await lstat(path).catch(() => undefined)
    if (found?.isFile() === true) return path
  }
  return undefined
}

/** The rows from a day on; notes follow the rows that they are of. */
function fromDay(rows: AnswerTable, first: number): AnswerTable {
  const kept = rows.date.flatMap((day, row) => (day >= first ? [row] : []))
  const place = new Map(kept.map((row, i) => [row, i]))
  return {
    file: rows.file,
    date: kept.map((row) => rows.date[row]!),
    columns: rows.columns.map(({ values, ...column }) => ({
      ...column,
      values: kept.map((row) => values[row]!),
    })),
    ignored: rows.ignored,
    notes: rows.notes.flatMap((note) => {
      const row = place.get(note.row)
      return row === undefined ? [] : [{ ...note, row }]
    }),
  }
}
