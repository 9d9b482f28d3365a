import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { DecodedFile } from "../import/ImportRows.ts"
import { type ColumnName, columns } from "../Bars.ts"
import type { Adjustment } from "../SnapshotManifest.ts"
import { AnswerTable } from "./AnswerTable.ts"
import { chartBars, type LiveNote } from "./chartBars.ts"
import { AnswerRefused, SymbolNotFound } from "./errors.ts"
import { type Answer, sourceName } from "./PriceSource.ts"
import { YahooAnswer } from "./YahooChart.ts"

/** One symbol's rows, ready for the checks that every import passes. */
export interface ReadAnswer {
  readonly file: DecodedFile
  readonly adjustment: Adjustment
  readonly currency: string
  readonly notes: ReadonlyArray<LiveNote>
}

/** What the bytes of an answer mean; the same bytes and receipt always give the same rows. */
export function readAnswer(answer: Answer): Result.Result<ReadAnswer, AnswerRefused | SymbolNotFound> {
  return answer.receipt.source.kind === "yahoo" ? readChart(answer) : readFile(answer)
}

function readChart({ bytes, receipt }: Answer): Result.Result<ReadAnswer, AnswerRefused | SymbolNotFound> {
  const { symbol, retrieved_at } = receipt
  const source = sourceName(receipt.source)
  const refuse = (problem: string) => Result.fail(new AnswerRefused({ source, symbol, problem }))
  const decoded = decodeChart(new TextDecoder().decode(bytes))
  if (Result.isFailure(decoded)) return refuse(shortened(decoded.failure.message))
  const { result, error } = decoded.success.chart
  if (error?.code === "Not Found") return Result.fail(new SymbolNotFound({ source, symbol }))
  if (error !== null) return refuse(`it says ${shortened(`${error.code}: ${error.description}`)}`)
  const chart = result?.[0]
  if (chart === undefined) return refuse("it holds no chart")
  const bars = chartBars(chart, Date.parse(retrieved_at))
  if (typeof bars === "string") return refuse(bars)
  const { currency } = chart.meta
  if (currency === undefined || currency === null) return refuse("it does not say the currency")
  const layout = names.map((name, column) => ({ name, column: column + 1, field: name }))
  return Result.succeed({
    file: {
      table: {
        file: `${symbol} of ${source}`,
        rows: bars.session.length,
        date: bars.session,
        ticker: { names: [symbol], index: new Int32Array(bars.session.length) },
        numbers: names.map((name) => bars[columns[name]]),
        notes: [],
      },
      layout: { kind: "long", date: 0, ticker: undefined, numbers: layout, ignored: [] },
    },
    adjustment: "raw", // as traded: the splits were undone
    currency,
    notes: bars.notes,
  })
}

const names = Object.keys(columns) as ReadonlyArray<ColumnName>

const decodeChart = Schema.decodeUnknownResult(Schema.fromJsonString(YahooAnswer))

function readFile({ bytes, receipt }: Answer): Result.Result<ReadAnswer, AnswerRefused> {
  const { symbol, source } = receipt
  const decoded = decodeTable(new TextDecoder().decode(bytes))
  if (source.kind !== "csv_dir" || Result.isFailure(decoded)) {
    const problem = "what was kept of it cannot be read"
    return Result.fail(new AnswerRefused({ source: sourceName(source), symbol, problem }))
  }
  const { file, date, columns: given, ignored, notes } = decoded.success
  return Result.succeed({
    file: {
      table: {
        file,
        rows: date.length,
        date: Int32Array.from(date),
        ticker: { names: [symbol], index: new Int32Array(date.length) },
        numbers: given.map(({ values }) => Float64Array.from(values, (value) => value ?? NaN)),
        notes,
      },
      layout: {
        kind: "long",
        ignored,
        date: 0,
        ticker: undefined,
        numbers: given.map(({ name, field }, column) => ({ name, column: column + 1, field })),
      },
    },
    adjustment: source.adjustment,
    currency: source.currency,
    notes: [],
  })
}

const decodeTable = Schema.decodeUnknownResult(Schema.fromJsonString(AnswerTable))

/** One line of at most 200 characters: answers hold whatever the source likes. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim()
  return line.length <= 200 ? line : `${line.slice(0, 197)}...`
}
