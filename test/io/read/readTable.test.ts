import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { literal, withDuckDb } from "../../../src/io/duckdb.ts"
import { defaultLimits, type ReadLimits } from "../../../src/io/read/limits.ts"
import { plainOptions, type ReadOptions } from "../../../src/io/read/ReadOptions.ts"
import { sessionZone } from "../../../src/io/read/SessionZone.ts"
import { readTable } from "../../../src/io/readTable.ts"
import { formatIsoDate } from "../../../src/kernel/civilDate.ts"
import type { DataRefused, FileError } from "../../../src/pipeline/data/errors.ts"
import type { RawTable } from "../../../src/pipeline/data/RawTable.ts"
import { tableLayout } from "../../../src/pipeline/data/tableLayout.ts"
import { inFolder } from "../services.ts"

const newYork = sessionZone("America/New_York")!

const effectOf = (path: string, options: Partial<ReadOptions>) =>
  readTable(path, (names) => tableLayout("x", names), { ...plainOptions, ...options })

const withFile = <A>(content: string | Uint8Array, name: string, use: (path: string) => Promise<A>) =>
  inFolder(async (folder) => {
    await writeFile(join(folder, name), content)
    return use(join(folder, name))
  })

const read = (
  content: string | Uint8Array,
  options: Partial<ReadOptions> = {},
  name = "x.csv",
): Promise<RawTable> =>
  withFile(content, name, async (path) => (await Effect.runPromise(effectOf(path, options))).table)

const refused = (
  content: string | Uint8Array,
  options: Partial<ReadOptions> = {},
  name = "x.csv",
): Promise<DataRefused | FileError> =>
  withFile(content, name, (path) => Effect.runPromise(Effect.flip(effectOf(path, options))))

/** A Parquet file that a query of the driver makes. */
const parquet = <A>(sql: string, use: (path: string) => Promise<A>): Promise<A> =>
  inFolder(async (folder) => {
    const path = join(folder, "x.parquet")
    await withDuckDb(({ connection }) => connection.run(`COPY (${sql}) TO ${literal(path)} (FORMAT parquet)`))
    return use(path)
  })

const readSql = (sql: string, options: Partial<ReadOptions> = {}): Promise<RawTable> =>
  parquet(sql, async (path) => (await Effect.runPromise(effectOf(path, options))).table)

const sessions = ({ date }: RawTable) => Array.from(date, formatIsoDate)
const datesOf = async (dates: ReadonlyArray<string>, options: Partial<ReadOptions> = {}) =>
  sessions(await read(["Date,A", ...dates.map((date) => `"${date}",1`)].join("\n"), options))
const numbersOf = (cells: ReadonlyArray<string>, options: Partial<ReadOptions> = {}) =>
  read(
    ["Date;A", ...cells.map((cell, i) => `2020-01-${String(i + 1).padStart(2, "0")};${cell}`)].join("\n"),
    options,
  )
const kinds = ({ notes }: RawTable) => notes.map(({ row, field, text, kind }) => [row, field, text, kind])

describe("dates", () => {
  it.each([
    ["ISO", ["2020-01-02", "2020-01-13"]],
    ["ISO with slashes", ["2020/01/02", "2020/1/13"]],
    ["US, told by a day above 12", ["1/2/2020", "1/13/2020"]],
    ["European, told by a day above 12", ["2/1/2020", "13/01/2020"]],
    ["with dots, the day first", ["02.01.2020", "13.1.2020"]],
    ["digits", ["20200102", "20200113"]],
    ["epoch seconds at midnight", ["1577923200", "1578873600"]],
    ["epoch milliseconds at midnight", ["1577923200000", "1578873600000"]],
    ["seconds at the exchange's opening, as Yahoo stamps", ["1577975400", "1578925800"]],
    ["instants in UTC", ["2020-01-02T14:30:00Z", "2020-01-13T21:00:00.000Z"]],
    [
      "late instants in UTC, which is still the session before",
      ["2020-01-03T01:00:00Z", "2020-01-14T00:30:00+00:00"],
    ],
    ["midnights in UTC, which are dates", ["2020-01-02T00:00:00Z", "2020-01-13T00:00:00.000Z"]],
    [
      "midnights of New York, as pandas writes them",
      ["2020-01-02 00:00:00-05:00", "2020-01-13 00:00:00-05:00"],
    ],
    ["the same midnights in UTC", ["2020-01-02T05:00:00Z", "2020-01-13T05:00:00Z"]],
    ["a wall clock without a zone", ["2020-01-02 16:00:00", "2020-01-13 23:59"]],
    ["a US date with a time", ["1/2/2020 16:00:00", "1/13/2020 16:00:00"]],
  ])("that are %s are the sessions of New York", async (_, dates) => {
    expect(await datesOf(dates, { zone: newYork })).toEqual(["2020-01-02", "2020-01-13"])
  })

  it("at midnight are dates only where most stamps are: London's winter midnights are instants beside its summer's", async () => {
    const stamps = ["2020-03-26T00:00:00Z", "2020-06-28T23:00:00Z", "2020-06-29T23:00:00Z"]
    const london = sessionZone("Europe/London")!
    expect(await datesOf(stamps, { zone: london })).toEqual(["2020-03-26", "2020-06-29", "2020-06-30"])
    expect(await datesOf(stamps, { zone: newYork })).toEqual(["2020-03-25", "2020-06-28", "2020-06-29"])
  })

  it("agree with the platform's own wall clock at every instant", () => {
    const clock = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" })
    fc.assert(
      fc.property(fc.integer({ min: -8e11, max: 4e12 }), (ms) => {
        expect(formatIsoDate(newYork.dayOf(ms))).toBe(clock.format(ms))
      }),
      { numRuns: 300, seed: 4 },
    )
  })

  it("that leave open which number is the month are refused, until somebody says", async () => {
    const dates = ["1/2/2020", "3/4/2020"]
    const file = `Date,A\n${dates.map((date) => `${date},1`).join("\n")}\n`
    expect((await refused(file)).message).toMatch(/Date: .*month or the day comes first\n.*--dates us/)
    expect(await datesOf(dates, { dates: "us" })).toEqual(["2020-01-02", "2020-03-04"])
    expect(await datesOf(dates, { dates: "eu" })).toEqual(["2020-02-01", "2020-04-03"])
  })

  it("are decided by all cells, also when only the last tells", async () => {
    const early = Array.from({ length: 1500 }, () => "1/2/2020")
    expect((await datesOf([...early, "1/13/2020"])).at(-1)).toBe("2020-01-13")
  })

  it("in another format than the file's are read where the neighbours leave one meaning", async () => {
    const table = await read("Date,A\n2016-04-04,1\n04/05/2016,2\n2016-04-06,3\n")
    expect(sessions(table)).toEqual(["2016-04-04", "2016-04-05", "2016-04-06"])
    expect(kinds(table)).toEqual([[1, "Date", "04/05/2016", "other_date_format"]])
  })

  it("of other assets are no neighbours", async () => {
    const rows = ["2016-04-04,A,1", "2016-05-03,B,1", "04/05/2016,A,1", "2016-04-06,A,1", "2016-05-05,B,1"]
    const table = await read(`date,ticker,close\n${rows.join("\n")}\n`)
    expect(sessions(table)[2]).toBe("2016-04-05")
  })

  it("that the neighbours leave open are unreadable, not guessed", async () => {
    const open = await read("Date,A\n2016-01-04,1\n04/05/2016,2\n2016-12-06,3\n")
    expect(kinds(open)).toEqual([[1, "Date", "04/05/2016", "unreadable_date"]])
    expect(open.date[1]).toBe(0)
    const none = await read("Date,A\n2016-01-04,1\nJan 5,2\n,3\n2016-02-30,4\n")
    expect(kinds(none).map(([row, , , kind]) => [row, kind])).toEqual(
      [1, 2, 3].map((row) => [row, "unreadable_date"]),
    )
  })

  it("of which there are none are refused", async () => {
    expect((await refused("a,b\nx,1\ny,2\n")).message).toMatch(/a: no cell of this column is a date/)
  })
})

describe("numbers", () => {
  it("that are plain are the doubles that the language reads", async () => {
    const plain = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 22n }), fc.nat(12)).map(([n, d]) => `${n}.${"0".repeat(d)}7`),
      fc.constantFrom(
        "-0.1",
        "+5",
        ".5",
        "5.",
        "00012.50",
        "1e-7",
        "9007199254740993",
        "123456789012345678.9",
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { minLength: 1, maxLength: 25 }), async (cells) => {
        const { numbers, notes } = await numbersOf(cells)
        expect([...numbers[0]!]).toEqual(cells.map(Number))
        expect(notes).toEqual([])
      }),
      { numRuns: 40, seed: 5 },
    )
  })

  it.each([
    ["1,234,500", 1234500, "thousands_separator"],
    ["1,234", 1234, "thousands_separator"],
    ["1,234.5", 1234.5, "thousands_separator"],
    ["1 234 500", 1234500, "thousands_separator"],
    ["12,34", 12.34, "decimal_comma"],
    ["1.234,56", 1234.56, "decimal_comma"],
    ["0,123", 0.123, "decimal_comma"],
    [" 12.5", 12.5, "surrounding_space"],
    ["NaN", NaN, "nan_literal"],
    ["#N/A", NaN, "nan_literal"],
    ["x", NaN, "text_in_number"],
    ["12.5x", NaN, "text_in_number"],
    ["=1+1", NaN, "text_in_number"],
    ["@SUM(A1)", NaN, "text_in_number"],
    ["1_000", NaN, "text_in_number"],
    ["0x10", NaN, "text_in_number"],
    ["inf", NaN, "text_in_number"],
    ["-Infinity", NaN, "text_in_number"],
    ["1e999", NaN, "text_in_number"],
    ["1e", NaN, "text_in_number"],
    ["-", NaN, "text_in_number"],
    ["1,23,4", NaN, "text_in_number"],
  ])("%j among plain ones is noted", async (cell, value, kind) => {
    const table = await numbersOf(["10.5", "2000", cell, "11.5", "12.5"])
    expect(table.numbers[0]![2]).toBe(value)
    expect(kinds(table)).toEqual([[2, "A", cell, kind]])
  })

  it("with commas throughout are a file of decimal commas", async () => {
    const table = await numbersOf(["10,5", "1.234,25", "1,234", "7"])
    expect([...table.numbers[0]!]).toEqual([10.5, 1234.25, 1.234, 7])
    expect(kinds(table)).toEqual([])
  })

  it("with a point in a file of commas are noted", async () => {
    const table = await numbersOf(["10,5", "11,25", "12.75", "9,5"])
    expect([...table.numbers[0]!]).toEqual([10.5, 11.25, 12.75, 9.5])
    expect(kinds(table)).toEqual([[2, "A", "12.75", "decimal_comma"]])
  })

  it("of a column against the file's mark are noted one by one", async () => {
    const table = await read('Date,A,B\n2020-01-02,1.5,"2,25"\n2020-01-03,1.25,"2,75"\n2020-01-06,1.75,3.5\n')
    expect([...table.numbers[1]!]).toEqual([2.25, 2.75, 3.5])
    expect(kinds(table).map(([row, field, , kind]) => [row, field, kind])).toEqual([
      [0, "B", "decimal_comma"],
      [1, "B", "decimal_comma"],
    ])
  })

  it("that leave open what a comma means are refused, until somebody says", async () => {
    const cells = ["1,234", "2,345"]
    const error = await refused(`Date;A\n2020-01-02;${cells[0]}\n2020-01-03;${cells[1]}\n`)
    expect(error.message).toMatch(/--decimal point or --decimal comma/)
    expect([...(await numbersOf(cells, { decimal: "point" })).numbers[0]!]).toEqual([1234, 2345])
    expect([...(await numbersOf(cells, { decimal: "comma" })).numbers[0]!]).toEqual([1.234, 2.345])
  })

  it("all written one way are no defect: separators, blanks around, a word for nothing", async () => {
    const rows = Array.from(
      { length: 50 },
      (_, i) => `2020-01-02; ${i % 2 === 0 ? "NaN" : `1,${100 + i}.5`} `,
    )
    expect((await read(["Date;A", ...rows].join("\n"))).notes).toEqual([])
  })

  it("that are bad by the thousand are counted exactly and refused", async () => {
    const rows = Array.from({ length: 12_345 }, () => "2020-01-02;x")
    const limits = { ...defaultLimits, notesPerKind: 100 }
    expect((await refused(["Date;A", ...rows].join("\n"), { limits })).message).toMatch(
      /row 1, A: 12345 cells of this column are text in number, first "x"/,
    )
  })
})

describe("a CSV file", () => {
  const content = [
    'Date,Symbol,"Adj. Close",VOLUME,Capital Gains',
    ...Array.from({ length: 3000 }, (_, i) => {
      const day = `2020-01-${String(1 + (i % 28)).padStart(2, "0")}`
      return `${day},${i % 2 === 0 ? "A" : '"B ""q"""'},${i / 7},"${i}",0`
    }),
  ].join("\r\n")

  const limits = (changed: Partial<ReadLimits>): Partial<ReadOptions> => ({
    limits: { ...defaultLimits, ...changed },
  })

  it("is the same table in one pass and in two, plain and packed", async () => {
    const once = await read(content)
    const twice = await read(content, limits({ twoPassesAboveBytes: 1000 }))
    const packed = await read(gzipSync(content), {}, "x.csv.gz")
    expect(once.rows).toBe(3000)
    expect(once.ticker!.names).toEqual(["A", 'B "q"'])
    expect(twice).toEqual(once)
    expect({ ...packed, file: once.file }).toEqual(once)
  })

  it.each([
    [
      "a line without an end",
      `Date,A\n2020-01-02,${"1".repeat(5000)}`,
      { recordBytes: 1000 },
      /longer than 1000 bytes/,
    ],
    [
      "a quote without an end",
      `Date,A\n2020-01-02,"${"1\n".repeat(5000)}`,
      { recordBytes: 1000 },
      /longer than 1000/,
    ],
    ["a header without an end", "a,".repeat(1 << 20), {}, /longer than any header/],
    ["a million columns", `Date${",A".repeat(30_000)}\n`, {}, /30001 columns/],
    ["more rows than are believed", content, { cells: 5000 }, /more than 1666 rows/],
    ["more tickers than are believed", content, { tickers: 1 }, /more than 1 tickers/],
    ["UTF-16", Buffer.from("\uFEFFDate,A\n2020-01-02,1\n", "utf16le"), {}, /UTF-16/],
    ["text after a quote", 'Date,A\n2020-01-02,"1"x\n', {}, /row 1: text follows a closing quote/],
  ])("with %s is refused", async (_, text, changed, message) => {
    const error = await refused(text, limits(changed))
    expect(error._tag).toBe("DataRefused")
    expect(error.message).toMatch(message)
  })

  it("that unpacks to absurd size is refused while it unpacks", async () => {
    const bomb = gzipSync(Buffer.alloc(8 << 20, "Date,A\n2020-01-02,1\n"))
    const error = await refused(bomb, limits({ unpackRatio: 10, unpackedFreely: 1 << 20 }), "x.csv.gz")
    expect(error.message).toMatch(/unpacks to more than 10 times its size/)
  })

  it("whose archive is cut off is refused", async () => {
    const packed = gzipSync(content)
    const error = await refused(packed.subarray(0, packed.length / 2), {}, "x.csv.gz")
    expect(error.message).toMatch(/damaged gzip/)
  })
})

describe("a Parquet file", () => {
  const long = (date: string) =>
    `SELECT ${date} AS date, 'A' AS ticker, 1.5::FLOAT AS close FROM range(3) r(i)`

  it.each([
    ["DATE", "DATE '2020-01-02' + i::INTEGER"],
    ["TIMESTAMP", "TIMESTAMP '2020-01-02 16:00:00' + to_days(i::INTEGER)"],
    [
      "TIMESTAMP of nanoseconds",
      "CAST(TIMESTAMP '2020-01-02 00:00:00' + to_days(i::INTEGER) AS TIMESTAMP_NS)",
    ],
    ["TIMESTAMPTZ at the opening", "to_timestamp(1577975400 + 86400 * i)"],
    ["TIMESTAMPTZ at midnight in UTC", "to_timestamp(1577923200 + 86400 * i)"],
    ["TIMESTAMPTZ at midnight in New York", "to_timestamp(1577941200 + 86400 * i)"],
    ["BIGINT of milliseconds", "(1577975400 + 86400 * i) * 1000"],
    ["INTEGER of digits", "(20200102 + i)::INTEGER"],
    ["text", "strftime(DATE '2020-01-02' + i::INTEGER, '%m/%d/%Y')"],
  ])("with dates as %s gives the sessions of New York", async (name, sql) => {
    const stated = name === "text" ? { dates: "us" as const } : {}
    expect(sessions(await readSql(long(sql), { zone: newYork, ...stated }))).toEqual([
      "2020-01-02",
      "2020-01-03",
      "2020-01-04",
    ])
  })

  it("with text for numbers is read as CSV is", async () => {
    const table = await readSql(
      "SELECT DATE '2020-01-02' + i::INTEGER AS date, ['1.5', '2,5', 'x', NULL][i + 1] AS close FROM range(4) r(i)",
    )
    expect([...table.numbers[0]!]).toEqual([1.5, 2.5, NaN, NaN])
    expect(kinds(table).map(([row, , , kind]) => [row, kind])).toEqual([
      [1, "decimal_comma"],
      [2, "text_in_number"],
    ])
  })

  it("keeps names as data: in order of appearance, never in SQL", async () => {
    const names = "['B', 'A''); DROP TABLE x; --', ' B ', NULL][i + 1]"
    const table = await readSql(
      `SELECT DATE '2020-01-02' AS date, ${names} AS ticker, i AS close FROM range(4) r(i)`,
    )
    expect(table.ticker!.names).toEqual(["B", "A'); DROP TABLE x; --", ""])
    expect([...table.ticker!.index]).toEqual([0, 1, 0, 2])
  })

  it.each([
    ["nested columns", "SELECT DATE '2020-01-02' AS date, [1, 2] AS close", /"close" is nested/],
    ["columns of other types", "SELECT DATE '2020-01-02' AS date, true AS close", /BOOLEAN holds no numbers/],
    ["dates of other types", "SELECT true AS date, 1 AS close", /BOOLEAN holds no dates/],
  ])("with %s is refused", async (_, sql, message) => {
    const error = await parquet(sql, (path) => Effect.runPromise(Effect.flip(effectOf(path, {}))))
    expect(error.message).toMatch(message)
  })

  it("with infinities has text in numbers", async () => {
    const table = await readSql("SELECT DATE '2020-01-02' AS date, 'inf'::DOUBLE AS close")
    expect(kinds(table)).toEqual([[0, "close", "Infinity", "text_in_number"]])
  })

  it("that claims more than is believed is refused before memory is taken", async () => {
    const limits = { ...defaultLimits, cells: 5 }
    const error = await parquet(long("DATE '2020-01-02'"), (path) =>
      Effect.runPromise(Effect.flip(effectOf(path, { limits }))),
    )
    expect(error.message).toMatch(/claims 3 rows of 1 numbers/)
  })
})
