/** DuckDB and the reader of run folders read what is written here; neither shares code with the writer. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { literal, withDuckDb } from "../../../src/io/duckdb.ts"
import { decodeHybrid } from "../../../src/io/parquet/decodeHybrid.ts"
import { runFiles } from "../../../src/io/run/RunFiles.ts"
import { ByteSink } from "../../../src/kernel/parquet/ByteSink.ts"
import { encodeHybrid } from "../../../src/kernel/parquet/encodeHybrid.ts"
import { encodeParquet, type TableColumn } from "../../../src/kernel/parquet/encodeParquet.ts"
import { inFolder } from "../../io/services.ts"

const texts = ["SPY", "BRK.B", "ÄÖ", "a'b", "", "日経"]

/** Columns of every kind: few values or many, runs or none, some, all or no unknown ones. */
const someTable = fc
  .record({
    rows: fc.integer({ min: 0, max: 300 }),
    distinct: fc.integer({ min: 1, max: 400 }),
    stretch: fc.integer({ min: 1, max: 40 }),
    unknown: fc.constantFrom(0, 0.3, 1),
    seed: fc.integer(),
  })
  .map(({ rows, distinct, stretch, unknown, seed }): ReadonlyArray<TableColumn> => {
    let state = seed | 1
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return (state >>> 8) / 2 ** 24
    }
    const stretched = (draw: () => number): ReadonlyArray<number> => {
      const out: Array<number> = []
      let value = draw()
      for (let i = 0; i < rows; i++) {
        if (next() < 1 / stretch) value = draw()
        out.push(value)
      }
      return out
    }
    const special = [0, -0, 5e-324, -Number.MAX_VALUE, Infinity, 0.1]
    return [
      {
        name: "date",
        type: "date",
        values: Int32Array.from(stretched(() => Math.floor(next() * 40000) - 20000)),
      },
      {
        name: "count",
        type: "int",
        values: Int32Array.from(stretched(() => Math.floor((next() - 0.5) * 2 ** 32))),
      },
      {
        name: "held",
        type: "double",
        values: Float64Array.from(
          stretched(() =>
            next() < unknown ? NaN : (special[Math.floor(next() * 30)] ?? Math.floor(next() * distinct) / 7),
          ),
        ),
      },
      {
        name: "ticker",
        type: "text",
        texts,
        values: Int32Array.from(stretched(() => Math.floor(next() * 6))),
      },
    ]
  })

const rowsOf = (columns: ReadonlyArray<TableColumn>): ReadonlyArray<ReadonlyArray<unknown>> =>
  Array.from({ length: columns[0]!.values.length }, (_, row) =>
    columns.map((column) => {
      const value = column.values[row]!
      if (column.type === "text") return column.texts[value]
      return Number.isNaN(value) ? null : value
    }),
  )

const readByDuckDb = (path: string): Promise<ReadonlyArray<ReadonlyArray<unknown>>> =>
  withDuckDb(async ({ connection }) => {
    const select = "date - DATE '1970-01-01' AS date, count, held, ticker"
    const result = await connection.runAndReadAll(`SELECT ${select} FROM read_parquet(${literal(path)})`)
    return result
      .getRows()
      .map((row) => row.map((value) => (typeof value === "bigint" ? Number(value) : value)))
  })

describe("encodeParquet", () => {
  it("writes what DuckDB reads, value for value", () =>
    inFolder((folder) => {
      let tables = 0
      return fc.assert(
        fc.asyncProperty(someTable, async (columns) => {
          // a name each: DuckDB keeps what it has read of a file, and tells files apart by name and time alone
          const path = join(folder, `table-${tables++}.parquet`)
          await writeFile(path, encodeParquet(columns))
          expect(await readByDuckDb(path)).toEqual(rowsOf(columns))
        }),
        { numRuns: 150 },
      )
    }))

  it("writes what the reader of run folders reads, bit for bit", () =>
    inFolder((folder) =>
      fc.assert(
        fc.asyncProperty(someTable, async (columns) => {
          await writeFile(join(folder, "table.parquet"), encodeParquet(columns))
          const read = await Effect.runPromise(runFiles(folder, "runs/x").table("table"))
          const asText = (all: typeof columns) =>
            JSON.stringify(
              rowsOf(all).map((row) => row.map((cell) => (Object.is(cell, -0) ? "-0" : String(cell)))),
            )
          expect(asText(read.columns)).toBe(asText(columns))
          expect(read.columns.map(({ name, type }) => [name, type])).toEqual(
            columns.map(({ name, type }) => [name, type]),
          )
        }),
        { numRuns: 150 },
      ),
    ))

  it("writes dates as dates and texts as texts", () =>
    inFolder(async (folder) => {
      const path = join(folder, "table.parquet")
      await writeFile(
        path,
        encodeParquet([
          { name: "date", type: "date", values: Int32Array.of(19723) },
          { name: "ticker", type: "text", texts: ["SPY"], values: Int32Array.of(0) },
        ]),
      )
      const described = await withDuckDb(async ({ connection }) =>
        (await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literal(path)})`)).getRows(),
      )
      expect(described.map(([name, type]) => [name, type])).toEqual([
        ["date", "DATE"],
        ["ticker", "VARCHAR"],
      ])
    }))

  it("stores a column of few values in a fraction of its size", () => {
    const rows = 10_000
    const repeated = Float64Array.from({ length: rows }, (_, row) => Math.floor(row / 21) / 7)
    expect(encodeParquet([{ name: "target", type: "double", values: repeated }]).length).toBeLessThan(rows)
  })

  it("refuses two columns that differ by case at most", () => {
    const values = Float64Array.of(1)
    expect(() =>
      encodeParquet([
        { name: "spy", type: "double", values },
        { name: "SPY", type: "double", values },
      ]),
    ).toThrow(/differ by case/)
  })
})

describe("encodeHybrid", () => {
  it("is undone by the decoder, of any runs and widths", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }).chain((width) =>
          fc.tuple(
            fc.constant(width),
            fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** width - 1 }), fc.integer({ min: 1, max: 30 })), {
              minLength: 1,
            }),
          ),
        ),
        ([width, runs]) => {
          const values = Int32Array.from(runs.flatMap(([value, length]) => Array<number>(length).fill(value)))
          const sink = new ByteSink()
          encodeHybrid(sink, values, 0, values.length, width)
          const out = new Int32Array(values.length)
          decodeHybrid(sink.bytes(), 0, sink.length, width, values.length, out)
          expect(out).toEqual(values)
        },
      ),
    )
  })
})
