import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { forEachChunk, itemsOf, literal, withDuckDb } from "../../src/io/duckdb.ts"
import { layer } from "../../src/io/parquetEncoder.ts"
import { ParquetEncoder, type ParquetTable } from "../../src/pipeline/data/ParquetEncoder.ts"
import { inFolder } from "./services.ts"

const rows = 5000
const table: ParquetTable = {
  columns: [
    { name: "date", type: "date", values: Int32Array.from({ length: rows }, (_, i) => 18_000 + i) },
    { name: "it's", type: "string", values: Array.from({ length: rows }, (_, i) => `name '${i % 700}'`) },
    {
      name: "value",
      type: "double",
      values: Float64Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? NaN : i / 3)),
    },
    { name: "count", type: "int", values: Int32Array.from({ length: rows }, (_, i) => -i) },
  ],
}

const encode = (given: ParquetTable) =>
  Effect.runPromise(ParquetEncoder.use((encoder) => encoder.encode(given)).pipe(Effect.provide(layer)))

describe("ParquetEncoder", () => {
  it("gives the same bytes for the same table", async () => {
    const [first, second] = [await encode(table), await encode(table)]
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
  })

  it("writes what others read: dates, strings, integers, null for NaN", () =>
    inFolder(async (folder) => {
      const path = join(folder, "table.parquet")
      await writeFile(path, await encode(table))
      const read = await withDuckDb(({ connection }) =>
        connection.runAndReadAll(
          `SELECT count(*), count(value), min(date)::VARCHAR, max("it's"), sum(count)::BIGINT FROM read_parquet(${literal(path)})`,
        ),
      )
      const known = rows - Math.ceil(rows / 7)
      expect(read.getRows()).toEqual([
        [BigInt(rows), BigInt(known), "2019-04-14", "name '99'", BigInt((-rows * (rows - 1)) / 2)],
      ])
    }))

  it("writes a table without rows, and several at once", async () => {
    const empty: ParquetTable = { columns: [{ name: "a", type: "string", values: [] }] }
    const all = await Promise.all([encode(empty), encode(table), encode(table)])
    expect(all.map((bytes) => Buffer.from(bytes.subarray(0, 4)).toString())).toEqual(["PAR1", "PAR1", "PAR1"])
  })
})

describe("the driver", () => {
  it("keeps its values where we read them: typed arrays as `items`, one a row, in chunks", () =>
    withDuckDb(async ({ connection }) => {
      const result = await connection.stream(
        "SELECT i::DOUBLE / 4, i::INTEGER, DATE '1970-01-01' + i::INTEGER FROM range(3000) r(i)",
      )
      const seen: Array<[number, number, number]> = []
      await forEachChunk(result, ([double, int, date], count) => {
        expect(
          [itemsOf(double!), itemsOf(int!), itemsOf(date!)].map((items) => items.constructor.name),
        ).toEqual(["Float64Array", "Int32Array", "Int32Array"])
        expect(itemsOf(double!).length).toBe(count)
        for (let i = 0; i < count; i++)
          seen.push([itemsOf(double!)[i]!, itemsOf(int!)[i]!, itemsOf(date!)[i]!])
      })
      expect(seen.length).toBe(3000)
      expect(seen[2999]).toEqual([749.75, 2999, 2999])
    }))

  it("reads only local files and loads no extension", async () => {
    const read = withDuckDb(({ connection }) =>
      connection.run("SELECT * FROM read_parquet('https://127.0.0.1:1/a.parquet')"),
    )
    await expect(read).rejects.toThrow(/httpfs|extension|No files|HTTP/i)
  })
})
