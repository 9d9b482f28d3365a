import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { importSnapshot } from "../../src/io/importSnapshot.ts"
import { writeParquet } from "../../src/io/writeParquet.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { ImportOptions } from "../../src/pipeline/data/importBars.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { inEmptyStore } from "./services.ts"

/** Imports one file of this content and gives the bars back. */
const imported = (content: string | Uint8Array, options: ImportOptions = {}, name = "given.csv") =>
  inEmptyStore((folder) =>
    Effect.gen(function* () {
      yield* Effect.promise(() => writeFile(join(folder, name), content))
      const { manifest, defects } = yield* importSnapshot([join(folder, name)], "one", options)
      return { manifest, defects, bars: yield* SnapshotStore.use((store) => store.readBars("one")) }
    }),
  )

/** The error, and that nothing was written. */
const refused = (content: string | Uint8Array, options: ImportOptions = {}, name = "given.csv") =>
  inEmptyStore((folder) =>
    Effect.gen(function* () {
      yield* Effect.promise(() => writeFile(join(folder, name), content))
      const error = yield* Effect.flip(importSnapshot([join(folder, name)], "one", options))
      expect(yield* SnapshotStore.use((store) => store.list)).toEqual([])
      expect(error.message).not.toMatch(/\n\s+at |\[object/)
      return error
    }),
  )

const wide = "Date,A,B\n2020-01-02,1.5,\n2020-01-03,2.25,0.1\n"

describe("a CSV file", () => {
  it("becomes a snapshot that says where and when it came from", async () => {
    const { manifest, bars } = await imported(wide)
    expect([...bars.close]).toEqual([1.5, 2.25, 0.1])
    expect(manifest).toMatchObject({
      kind: "imported",
      source: "given.csv",
      adjustment: "split+dividend",
      dividend_source: "none",
      has_opens: false,
      rows: 3,
    })
    expect(manifest.retrieved_at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  it.each<[string, string | Uint8Array, string?]>([
    ["with CRLF", wide.replaceAll("\n", "\r\n")],
    ["with a byte-order mark", `\uFEFF${wide}`],
    ["with semicolons", wide.replaceAll(",", ";")],
    ["with tabs", wide.replaceAll(",", "\t")],
    ["with quotes", 'Date,"A","B"\n"2020-01-02","1.5",""\n2020-01-03,2.25,"0.1"\n'],
    ["without a last line end", wide.trimEnd()],
    ["with other words for nothing", wide.replace("1.5,", "1.5,NaN")],
    ["with blanks around", wide.replace("1.5,", " 1.5 , ")],
    ["with midnights", wide.replace("2020-01-02", "2020-01-02 00:00:00")],
    ["with exponents", wide.replace("0.1", "1e-1")],
    ["zipped", gzipSync(wide), "given.csv.gz"],
    ["newest first", "Date,A,B\n2020-01-03,2.25,0.1\n2020-01-02,1.5,\n"],
  ])("is the same %s", async (_, content, name) => {
    const { bars } = await imported(content, {}, name)
    expect([...bars.close, ...bars.session]).toEqual([1.5, 2.25, 0.1, 18263, 18264, 18264])
    expect(bars.tickers).toEqual(["A", "B"])
  })

  it("keeps assets apart that differ by case", async () => {
    const { bars } = await imported("Date,A,a\n2020-01-02,1,2\n")
    expect([bars.tickers, [...bars.close]]).toEqual([
      ["A", "a"],
      [1, 2],
    ])
  })

  it("reads every double as it is written", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), { minLength: 1, maxLength: 20 }),
        async (prices) => {
          const dates = [
            "02",
            "03",
            "06",
            "07",
            "08",
            "09",
            "10",
            "13",
            "14",
            "15",
            "16",
            "17",
            "21",
            "22",
            "23",
            "24",
            "27",
            "28",
            "29",
            "30",
          ]
          const lines = prices.map((price, t) => `2020-01-${dates[t]},${price}`)
          expect([...(await imported(["Date,A", ...lines].join("\n"))).bars.close]).toEqual(prices)
        },
      ),
      { numRuns: 10, seed: 2 },
    )
  })

  it.each([
    ["text in a number", wide.replace("2.25", "x"), /row 2, A: "x" is no number.*\n.*decimal point/],
    ["a decimal comma", 'Date;A\n2020-01-02;"1,5"\n', /row 1, A: "1,5" is no number/],
    ["a number in programmer's spelling", wide.replace("2.25", "1_000"), /"1_000" is no number/],
    ["infinity", wide.replace("2.25", "inf"), /"inf" is no number/],
    ["a number out of range", wide.replace("2.25", "1e999"), /"1e999" is no number/],
    ["a formula", wide.replace("2.25", "=1+1"), /"=1\+1" is no number/],
    ["a US date", wide.replace("2020-01-03", "01/03/2020"), /row 2, Date: "01\/03\/2020" is no date/],
    ["a date that does not exist", wide.replace("2020-01-03", "2020-02-30"), /"2020-02-30" is no date/],
    ["a time of day", wide.replace("2020-01-03", "2020-01-03T14:30:00Z"), /is no date/],
    ["a missing date", wide.replace("2020-01-03", ""), /row 2, Date: "" is no date/],
    ["a row that is too short", `${wide}2020-01-06,1\n`, /row 3: .*Expected Number of Columns: 3 Found: 2/],
    ["a row that is too long", `${wide}2020-01-06,1,2,3\n`, /row 3/],
    ["an open quote", `${wide}2020-01-06,"1,2\n`, /refused/],
    ["two assets of one name", "Date,A,A\n2020-01-02,1,2\n", /A: two columns have this name/],
    ["one column", "Date\n2020-01-02\n", /one column only/],
    ["nothing", "", /no header line/],
    ["a header alone", "Date,A\n", /no row with a price is left/],
    ["bytes that are no text", Uint8Array.of(68, 44, 65, 10, 255, 254, 44, 49, 10), /refused/],
    ["zeros", new Uint8Array(64), /refused|no row/],
  ])("with %s is refused", async (_, content, message) => {
    expect((await refused(content)).message).toMatch(message)
  })

  it("means text by text: nothing in it is ever a command", async () => {
    const hostile = `Date,ticker,close\n2020-01-02,"A'); DROP TABLE x; --",1\n`
    expect((await refused(hostile, { adjustment: "raw" }))._tag).toBe("InvalidName")
    const header = `Date,"A""; SELECT 1; --"\n2020-01-02,1\n`
    expect((await refused(header))._tag).toBe("InvalidName")
    const { bars } = await imported(wide, {}, "it's; a [strange] *name*.csv")
    expect(bars.session.length).toBe(3)
  })

  it("of long rows needs its adjustment stated", async () => {
    const long = "date,ticker,close\n2020-01-02,A,1\n"
    expect((await refused(long)).message).toMatch(/--adjustment.*State raw/s)
    expect((await imported(long, { adjustment: "raw" })).bars.session.length).toBe(1)
  })
})

describe("a path", () => {
  const errorOf = (path: (folder: string) => string) =>
    inEmptyStore((folder) =>
      Effect.promise(() => mkdir(join(folder, "sub.csv"))).pipe(
        Effect.andThen(Effect.flip(importSnapshot([path(folder)], "one"))),
      ),
    )

  it.each([
    ["that is not there", (folder: string) => join(folder, "none.csv"), /none.csv: there is no such file/],
    ["of a folder", (folder: string) => join(folder, "sub.csv"), /not a file/],
    ["to another machine", () => "https://example.com/a.csv", /no such file/],
    ["with a zero in it", () => "a\0.csv", /./],
  ])("%s is refused", async (_, path, message) => {
    const error = await errorOf(path)
    expect(error._tag).toBe("FileError")
    expect(error.message).toMatch(message)
  })
})

describe("a Parquet file", () => {
  const parquet = (file: string) =>
    writeParquet(file, {
      columns: [
        {
          name: "date",
          type: "date",
          values: Int32Array.of(parseIsoDate("2020-01-02")!, parseIsoDate("2020-01-03")!),
        },
        { name: "ticker", type: "string", values: ["B", "A"] },
        { name: "Open", type: "double", values: Float64Array.of(1, NaN) },
        { name: "Close", type: "double", values: Float64Array.of(2, 1 / 3) },
        { name: "Volume", type: "int", values: Int32Array.of(5, 6) },
      ],
    })

  it("of long rows is imported with its types", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const file = join(folder, "given.parquet")
        yield* Effect.promise(() => parquet(file))
        yield* importSnapshot([file], "one", { adjustment: "raw" })
        const bars = yield* SnapshotStore.use((store) => store.readBars("one"))
        expect(bars).toMatchObject({ tickers: ["A", "B"] })
        expect([...bars.close, ...bars.open, ...bars.volume]).toEqual([2, 1 / 3, 1, NaN, 5, 6])
      }),
    ))

  it("that is none is refused", async () => {
    const error = await refused("PAR1 and then nothing", {}, "given.parquet")
    expect(error._tag).toBe("DataRefused")
    expect(error.message).toMatch(/cannot be read/)
  })
})
