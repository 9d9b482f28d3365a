import { mkdir, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { type FileOptions, importSnapshot } from "../../src/io/importSnapshot.ts"
import { writeParquet } from "../../src/io/writeParquet.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { ImportOptions } from "../../src/pipeline/data/importBars.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { inEmptyStore } from "./services.ts"

type Options = ImportOptions & FileOptions

/** Imports one file of this content and gives the bars back. */
const imported = (content: string | Uint8Array, options: Options = {}, name = "given.csv") =>
  inEmptyStore((folder) =>
    Effect.gen(function* () {
      yield* Effect.promise(() => writeFile(join(folder, name), content))
      const { manifest, defects, ignored } = yield* importSnapshot([join(folder, name)], "one", options)
      return { manifest, defects, ignored, bars: yield* SnapshotStore.use((store) => store.readBars("one")) }
    }),
  )

/** The error, and that nothing was written. */
const refused = (content: string | Uint8Array, options: Options = {}, name = "given.csv") =>
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

  it.each<[string, string | Uint8Array, Options?, string?]>([
    ["with CRLF", wide.replaceAll("\n", "\r\n")],
    ["with a byte-order mark", `\uFEFF${wide}`],
    ["with semicolons", wide.replaceAll(",", ";")],
    ["with tabs", wide.replaceAll(",", "\t")],
    ["with quotes", 'Date,"A","B"\n"2020-01-02","1.5",""\n2020-01-03,2.25,"0.1"\n'],
    ["without a last line end", wide.trimEnd()],
    ["with other words for nothing", wide.replace("1.5,", "1.5,NaN")],
    ["with blanks around", wide.replace("1.5,", " 1.5 , ")],
    ["with midnights", wide.replace("2020-01-02", "2020-01-02 00:00:00")],
    ["with an instant", wide.replace("2020-01-03", "2020-01-03T14:30:00Z")],
    ["with decimal commas", 'Date;A;B\n2020-01-02;"1,5";\n2020-01-03;2,25;0,1\n'],
    ["with US dates", "Date,A,B\n1/2/2020,1.5,\n1/3/2020,2.25,0.1\n", { dates: "us" } as const],
    ["with exponents", wide.replace("0.1", "1e-1")],
    ["zipped", gzipSync(wide), {}, "given.csv.gz"],
    ["newest first", "Date,A,B\n2020-01-03,2.25,0.1\n2020-01-02,1.5,\n"],
  ])("is the same %s", async (_, content, options, name) => {
    const { bars } = await imported(content, options, name)
    expect([...bars.close, ...bars.session]).toEqual([1.5, 2.25, 0.1, 18263, 18264, 18264])
    expect(bars.tickers).toEqual(["A", "B"])
  })

  it.each(["x", "1_000", "inf", "1e999", "=1+1"])(
    "with the text %j for a number is refused",
    async (text) => {
      const { message } = await refused(wide.replace("2.25", text))
      expect(message).toMatch(/row 2, A: .*\(text_in_number\)/)
      expect(message).toContain(text)
    },
  )

  it("keeps assets apart that differ by case", async () => {
    const { bars } = await imported("Date,A,a\n2020-01-02,1,2\n")
    expect([bars.tickers, [...bars.close]]).toEqual([
      ["A", "a"],
      [1, 2],
    ])
  })

  it.each([
    [
      "a date that does not exist",
      wide.replace("2020-01-03", "2020-02-30"),
      /row 2, Date: .*2020-02-30.*\(unreadable_date\)/,
    ],
    ["a missing date", wide.replace("2020-01-03", ""), /row 2, Date: .*unreadable_date/],
    ["a row that is too short", `${wide}2020-01-06,1\n`, /row 3: the line has 2 cells, the header 3/],
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

  it("has its columns named by whoever knows them, and says which it does not use", async () => {
    const content = "When,Name,PX_LAST,Volume,Capital Gains\n2020-01-02,A,1.5,7,0\n"
    const columns = { date: "when", ticker: "Name", close: "PX_LAST" }
    const { bars, ignored } = await imported(content, { adjustment: "raw", columns })
    expect([bars.tickers, [...bars.close], [...bars.volume]]).toEqual([["A"], [1.5], [7]])
    expect(ignored).toEqual([{ file: "given.csv", columns: ["Capital Gains"] }])
    const error = await refused(content, { adjustment: "raw", columns: { close: "PX_OPEN" } })
    expect(error.message).toMatch(/PX_OPEN: there is no such column for close\nIt has: When, Name/)
    const twice = await refused(content, { columns: { close: "PX_LAST", open: "px_last" } })
    expect(twice.message).toMatch(/cannot be close and open/)
  })

  it.each([
    "Date,Open,High,Low,Close,Adj Close,Volume",
    "date,open,high,low,close,adj_close,volume",
    "timestamp,open,high,low,close,adjclose,volume",
    "DATETIME,OPEN,HIGH,LOW,CLOSE,ADJ. CLOSE,VOLUME",
    "<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,Adjusted_Close,<VOL>",
  ])("has the columns of %s", async (header) => {
    const { bars } = await imported(
      `${header}\n2020-01-02,2,4,1,3,2.5,7\n`,
      { adjustment: "split" },
      "GLD.csv",
    )
    const { tickers, open, high, low, close, adjClose, volume } = bars
    expect([tickers[0], open[0], high[0], low[0], close[0], adjClose[0], volume[0]]).toEqual([
      "GLD",
      2,
      4,
      1,
      3,
      2.5,
      7,
    ])
  })

  it("is read in the time zone of the calendar's exchange, or in another that is named", async () => {
    const late = "Date,A\n2020-01-03T01:00:00Z,1\n2020-01-04T01:00:00Z,2\n"
    const sessions = async (options: Options) => [...(await imported(late, options)).bars.session]
    expect(await sessions({})).toEqual([18263, 18264])
    expect(await sessions({ calendar: "always" })).toEqual([18264, 18265])
    expect(await sessions({ calendar: "union", periodsPerYear: 252, timeZone: "America/New_York" })).toEqual([
      18263, 18264,
    ])
    const error = await refused(late, { timeZone: "New York" })
    expect(error.message).toMatch(/--time-zone New York: there is no such time zone/)
  })

  it("of long rows needs its adjustment stated", async () => {
    const long = "date,ticker,close\n2020-01-02,A,1\n"
    expect((await refused(long)).message).toMatch(/--adjustment.*State raw/s)
    expect((await imported(long, { adjustment: "raw" })).bars.session.length).toBe(1)
  })
})

describe("a folder", () => {
  const bar = (close: number) => `Date,Close\n2020-01-02,${close}\n`

  const importFolder = (fill: (folder: string) => Promise<unknown>) =>
    inEmptyStore((root) =>
      Effect.gen(function* () {
        const folder = join(root, "given")
        yield* Effect.promise(async () => {
          await mkdir(folder)
          await fill(folder)
        })
        yield* importSnapshot([folder], "one", { adjustment: "raw" })
        return yield* SnapshotStore.use((store) => store.readBars("one"))
      }),
    )

  it("of files is one snapshot; each is an asset, named like its file", async () => {
    const bars = await importFolder(async (folder) => {
      await writeFile(join(folder, "GLD.csv"), bar(1))
      await writeFile(join(folder, "BRK.B.csv.gz"), gzipSync(bar(2)))
      await writeFile(join(folder, "SPY.txt"), bar(3))
      await writeFile(join(folder, "readme.md"), "not a table")
      await writeFile(join(folder, ".hidden.csv"), "not a table")
      await symlink("SPY.txt", join(folder, "QQQ.csv"))
    })
    expect(bars.tickers).toEqual(["BRK.B", "GLD", "QQQ", "SPY"])
    expect([...bars.close]).toEqual([2, 1, 3, 3])
  })

  it("with a link that leads out of it is refused", async () => {
    const imports = importFolder(async (folder) => {
      await writeFile(join(folder, "..", "secret.csv"), bar(1))
      await symlink(join("..", "secret.csv"), join(folder, "A.csv"))
    })
    await expect(imports).rejects.toThrow(/"A.csv" is a link out of the folder/)
  })

  it("with a file whose name is no asset's is refused", async () => {
    await expect(importFolder((folder) => writeFile(join(folder, "a b;c.csv"), bar(1)))).rejects.toThrow(
      /no name for an asset/,
    )
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
    ["of a folder", (folder: string) => join(folder, "sub.csv"), /no CSV or Parquet file/],
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
