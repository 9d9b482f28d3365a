/**
 * A small ETL: a CSV file is read, cleaned, summed up by month and station, and written as Parquet.
 *
 *   sage dag run examples/dag/02-small-etl.ts
 *
 * The run's folder holds rentals.parquet and rejected.json. Add a bad line to examples/dag/rentals.csv and run it again:
 * the good rows stay what they were, so that everything after the cleaning is still cached (early cut-off).
 */
import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Blob, Document, graph, Node, Reach } from "sage/dag"

const Line = Schema.Struct({ line: Schema.Int, text: Schema.String })
const Rental = Schema.Struct({ month: Schema.String, station: Schema.String, minutes: Schema.Finite })
const Total = Schema.Struct({ ...Rental.fields, rentals: Schema.Int })

const Lines = Document.of("csv-lines", Schema.Array(Line))
const Rentals = Document.of("rentals", Schema.Array(Rental))
const Totals = Document.of("rental-totals", Schema.Array(Total))

export const ReadLines = Node.define({
  name: "etl/read",
  title: "lines of a file without its header",
  config: Schema.Struct({ file: Schema.String }),
  inputs: {},
  output: Lines,
  reach: () => Reach.point,
  scope: "all",
  external: ({ file }) => Effect.sync(() => createHash("sha256").update(readFileSync(file)).digest("hex")),
  run: (_, { file }) =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((text, i) => ({ line: i + 2, text })),
})

const wholeDocument = () => Reach.whole("a document has no rows")

export const Clean = Node.define({
  name: "etl/clean",
  title: "rentals with a date, a station and a duration, and the lines that have none",
  config: Schema.Struct({}),
  inputs: { lines: Lines },
  outputs: { rentals: Rentals, rejected: Lines },
  reach: wholeDocument,
  scope: "all",
  run: ({ lines }) => {
    const parsed = lines.map((line) => ({ line, rental: parse(line.text) }))
    return {
      rentals: parsed.flatMap(({ rental }) => (rental === undefined ? [] : [rental])),
      rejected: parsed.filter(({ rental }) => rental === undefined).map(({ line }) => line),
    }
  },
})

function parse(text: string): typeof Rental.Type | undefined {
  const [date = "", station = "", minutes = ""] = text.split(",")
  const isGood = /^\d{4}-\d\d-\d\d$/.test(date) && station !== "" && Number(minutes) > 0
  return isGood ? { month: date.slice(0, 7), station, minutes: Number(minutes) } : undefined
}

export const SumUp = Node.define({
  name: "etl/sum-up",
  title: "rentals and minutes by month and station",
  config: Schema.Struct({}),
  inputs: { rentals: Rentals },
  output: Totals,
  reach: wholeDocument,
  scope: "all",
  run: ({ rentals }) => {
    const groups = Map.groupBy(rentals, ({ month, station }) => `${month} ${station}`)
    return [...groups.keys()].sort().map((key) => {
      const group = groups.get(key)!
      const minutes = group.reduce((sum, rental) => sum + rental.minutes, 0)
      return { ...group[0]!, minutes, rentals: group.length }
    })
  },
})

export const ToParquet = Node.define({
  name: "etl/parquet",
  title: "the totals as a Parquet file",
  config: Schema.Struct({}),
  inputs: { totals: Totals },
  output: Blob.type,
  reach: wholeDocument,
  scope: "all",
  run: ({ totals }) => Effect.promise(() => parquetOf(totals)),
})

async function parquetOf(totals: ReadonlyArray<typeof Total.Type>): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "small-etl-"))
  const [csv, parquet] = [join(folder, "totals.csv"), join(folder, "totals.parquet")]
  try {
    const lines = totals.map((row) => [row.month, row.station, row.minutes, row.rentals].join(","))
    writeFileSync(csv, ["month,station,minutes,rentals", ...lines].join("\n"))
    const connection = await (await DuckDBInstance.create(":memory:")).connect()
    await connection.run(`copy (from read_csv('${csv}', header = true)) to '${parquet}' (format parquet)`)
    connection.closeSync()
    return new Uint8Array(readFileSync(parquet))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export default graph({
  title: "How long are bicycles rented, by month and station?",
  config: Schema.Struct({ file: Schema.String }),
  values: { file: join(import.meta.dirname, "rentals.csv") },
  targets: ({ file }) => {
    const { rentals, rejected } = Clean({}, { lines: ReadLines({ file }, {}) })
    return { "rentals.parquet": ToParquet({}, { totals: SumUp({}, { rentals }) }), "rejected.json": rejected }
  },
})
