import { readFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { literal, withDuckDb } from "../../../src/io/duckdb.ts"
import { NotPlain } from "../../../src/io/parquet/NotPlain.ts"
import { decodeHybrid } from "../../../src/io/parquet/decodeHybrid.ts"
import { readPlainBars } from "../../../src/io/parquet/readPlainBars.ts"
import { barsReader } from "../../../src/io/readBars.ts"
import { writeParquet } from "../../../src/io/writeParquet.ts"
import { chance } from "../../laws/markets.ts"
import { inFolder } from "../services.ts"

interface Rows {
  readonly tickers: ReadonlyArray<string>
  readonly session: Int32Array
  readonly ticker: Int32Array
  readonly open: Float64Array
  readonly close: Float64Array
}

/** Columns of the kinds that Parquet stores in different ways: few values or many, none unknown, some, or all. */
function someRows(seed: number, rows: number, width: number, distinct: number, unknown: number): Rows {
  const next = chance(seed)
  const tickers = Array.from(
    { length: width },
    (_, i) => `T${"x".repeat(i % 20)}${String(i).padStart(5, "0")}`,
  ).sort()
  const cell = () =>
    next() < unknown ? NaN : distinct === 0 ? next() * 1e3 : Math.floor(next() * distinct) / 7
  return {
    tickers,
    session: Int32Array.from({ length: rows }, (_, at) => 18000 + Math.floor(at / width)),
    ticker: Int32Array.from({ length: rows }, (_, at) => at % width),
    open: Float64Array.from({ length: rows }, cell),
    close: Float64Array.from({ length: rows }, cell),
  }
}

async function written(path: string, { tickers, session, ticker, open, close }: Rows): Promise<Uint8Array> {
  await writeParquet(path, {
    columns: [
      { name: "date", type: "date", values: session },
      { name: "ticker", type: "string", values: Array.from(ticker, (i) => tickers[i]!) },
      { name: "open", type: "double", values: open },
      { name: "close", type: "double", values: close },
    ],
  })
  return readFile(path)
}

function decoded(bytes: Uint8Array, rows: number, tickers: ReadonlyArray<string>, isWhole = true) {
  const target = {
    session: new Int32Array(rows),
    ticker: new Int32Array(rows),
    names: ["open", "close"],
    values: [new Float64Array(rows), new Float64Array(rows)],
  }
  const positions = new Map(tickers.map((ticker, i) => [ticker, i]))
  const count = readPlainBars(bytes, rows, positions, isWhole, target, 0)
  const [open, close] = target.values.map((column) => column.subarray(0, count))
  const [session, ticker] = [target.session.subarray(0, count), target.ticker.subarray(0, count)]
  return { session, ticker, open, close }
}

describe("bars decoded without DuckDB", () => {
  it("are those that DuckDB wrote, whatever way it chose to store them", async () => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      rows: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(2048, 122_880, 122_881, 130_000)),
      width: fc.integer({ min: 1, max: 700 }),
      distinct: fc.constantFrom(0, 1, 2, 3, 200, 3000),
      unknown: fc.constantFrom(0, 0.001, 0.5, 1),
    })
    await fc.assert(
      fc.asyncProperty(cases, ({ seed, rows, width, distinct, unknown }) =>
        inFolder(async (folder) => {
          const made = someRows(seed, rows, width, distinct, unknown)
          const bytes = await written(join(folder, "bars.parquet"), made)
          const { tickers, ...columns } = made
          expect(decoded(bytes, rows, tickers)).toEqual(columns)
          const wanted = tickers.filter((_, i) => i % 3 === 1)
          const kept = [...columns.ticker.keys()].filter((row) => columns.ticker[row]! % 3 === 1)
          const part = decoded(bytes, rows, wanted, false)
          expect([...part.close!]).toEqual(kept.map((row) => columns.close[row]))
          expect([...part.session]).toEqual(kept.map((row) => columns.session[row]))
          expect(part.ticker.every((i, at) => wanted[i] === tickers[columns.ticker[kept[at]!]!])).toBe(true)
        }),
      ),
      { seed: 12, numRuns: 40 },
    )
  })

  it.each([
    "COMPRESSION snappy",
    "COMPRESSION zstd, PARQUET_VERSION v2",
    "COMPRESSION gzip",
    "COMPRESSION uncompressed",
  ])("are read by DuckDB, to the same values, where a file is of another kind: %s", (options) =>
    inFolder(async (folder) => {
      const rows = someRows(3, 4000, 7, 0, 0.1)
      const [path, other] = [join(folder, "bars.parquet"), join(folder, "other.parquet")]
      await written(path, rows)
      await withDuckDb(({ connection }) =>
        connection.run(
          `COPY (FROM read_parquet(${literal(path)})) TO ${literal(other)} (FORMAT parquet, ${options})`,
        ),
      )
      const reader = barsReader(4000, rows.tickers, ["open", "close"])
      await reader.add(other, await readFile(other), 4000)
      expect(reader.bars()).toEqual({
        tickers: rows.tickers,
        session: rows.session,
        ticker: rows.ticker,
        open: rows.open,
        close: rows.close,
      })
    }),
  )

  it("of a file with changed bytes are values or a refusal, and nothing else, in bounded time and memory", () =>
    inFolder(async (folder) => {
      const rows = someRows(4, 700, 9, 5, 0.2)
      const bytes = await written(join(folder, "bars.parquet"), rows)
      const next = chance(99)
      let refused = 0
      for (let i = 0; i < 4000; i++) {
        const hurt = Uint8Array.from(bytes)
        const isFooter = next() < 0.7 // it is short, and everything hangs on it
        for (let n = 1 + Math.floor(next() * 3); n > 0; n--) {
          const from = isFooter ? bytes.length - 700 : 0
          hurt[from + Math.floor(next() * (bytes.length - from))] = Math.floor(next() * 256)
        }
        const cutOff = next() < 0.1 ? hurt.subarray(0, Math.floor(next() * hurt.length)) : hurt
        try {
          expect(decoded(cutOff, 700, rows.tickers).session.length).toBe(700)
        } catch (cause) {
          if (!(cause instanceof NotPlain)) throw cause
          refused++
        }
      }
      expect(refused).toBeGreaterThan(500)
    }))
})

describe("runs and groups of bits", () => {
  /** The same format, written the plainest way. */
  function encode(values: ReadonlyArray<number>, width: number, asRuns: boolean): Uint8Array {
    const bytes: Array<number> = []
    const varint = (value: number) => {
      let rest = value
      for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
      bytes.push(rest)
    }
    if (asRuns) {
      for (const value of values) {
        varint(2)
        for (let i = 0; i < Math.ceil(width / 8); i++) bytes.push(Math.floor(value / 256 ** i) % 256)
      }
      return Uint8Array.from(bytes)
    }
    const groups = Math.ceil(values.length / 8)
    varint(groups * 2 + 1)
    const bits = Array.from({ length: groups * 8 * width }, (_, bit) => {
      const value = values[Math.floor(bit / width)] ?? 0
      return Math.floor(value / 2 ** (bit % width)) % 2
    })
    for (let at = 0; at < bits.length; at += 8)
      bytes.push(bits.slice(at, at + 8).reduce((sum, bit, i) => sum + bit * 2 ** i, 0))
    return Uint8Array.from(bytes)
  }

  it("are read back at every width", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 24 })
          .chain((width) =>
            fc.tuple(
              fc.constant(width),
              fc.array(fc.nat(2 ** width - 1), { minLength: 1, maxLength: 60 }),
              fc.boolean(),
            ),
          ),
        ([width, values, asRuns]) => {
          const bytes = encode(values, width, asRuns)
          const out = new Int32Array(values.length)
          decodeHybrid(bytes, 0, bytes.length, width, values.length, out)
          expect([...out]).toEqual(values)
          expect(() =>
            decodeHybrid(bytes, 0, bytes.length - 1 - (asRuns ? 0 : width), width, values.length, out),
          ).toThrow(NotPlain)
        },
      ),
      { seed: 13, numRuns: 500 },
    )
  })
})
