/** Tables of dates beside the bars: membership and changes of tickers; and how many sessions a year the bars have. */
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatIsoDate, parseIsoDate } from "../../../../src/kernel/civilDate.ts"
import { membershipOf, renamesOf } from "../../../../src/pipeline/data/import/dateTable.ts"
import { type ImportOptions, importBars } from "../../../../src/pipeline/data/importBars.ts"
import { tableOf } from "../tables.ts"

const table = (text: string) => ({
  file: "given.csv",
  lines: text.split("\n").map((line) => line.split(",")),
})
const refusalOf = <A>(result: Result.Result<A, { readonly message: string }>): string =>
  result._tag === "Success" ? expect.fail("it was accepted") : result.failure.message

describe("a membership file", () => {
  it("gives each asset its intervals in order", () => {
    const text = "asset,from,to\nB,2015-01-05,\nA,2012-02-01,2014-03-03\nA,2010-01-04,2011-01-03"
    expect(Result.getOrThrow(membershipOf(table(text)))).toEqual({
      A: [
        { from: "2010-01-04", to: "2011-01-03" },
        { from: "2012-02-01", to: "2014-03-03" },
      ],
      B: [{ from: "2015-01-05" }],
    })
  })

  it.each([
    ["asset,from\nA,2010-01-04", /no column to/],
    ["asset,from,to\nA,04.01.2010,", /row 1, from, A: "04\.01\.2010" is no date/],
    ["asset,from,to\nA,2010-02-30,", /2010-02-30" is no date/],
    ["asset,from,to\nA,2010-01-04,2010-01-04", /row 1, to, A: 2010-01-04 does not come after 2010-01-04/],
    ["asset,from,to\n../x,2010-01-04,", /row 1, asset/],
    [
      "asset,from,to\nA,2010-01-04,\nA,2012-01-03,",
      /row 2, from, A, 2012-01-03: the interval begins before that of row 1 is over/,
    ],
  ])("is refused with its row: %j", (text, expected) => {
    expect(refusalOf(membershipOf(table(text)))).toMatch(expected)
  })
})

const long = "date,ticker,close"
const raw: ImportOptions = { adjustment: "raw", calendar: "always" }
const renamed = (rows: ReadonlyArray<readonly [string, string, number]>, map: string) =>
  importBars([tableOf(long, rows)], {
    ...raw,
    renames: Result.getOrThrow(renamesOf(table(`old,new,date\n${map}`))),
  })

describe("a ticker map", () => {
  const rows = [
    ["2022-06-07", "FB", 1],
    ["2022-06-08", "FB", 2],
    ["2022-06-09", "META", 3],
    ["2022-06-09", "OTHER", 9],
  ] as const

  it("joins the rows of an asset under its last name, and says so", () => {
    const { bars, defects } = Result.getOrThrow(renamed(rows, "FB,META,2022-06-09"))
    expect(bars.tickers).toEqual(["META", "OTHER"])
    expect([...bars.close].slice(0, 3)).toEqual([1, 2, 3])
    const [renaming] = defects.filter(({ kind }) => kind === "renamed")
    expect(renaming).toMatchObject({ asset: "META", date: "2022-06-09", action: "joined" })
  })

  it("follows a chain of names", () => {
    const { bars } = Result.getOrThrow(renamed(rows, "META,ZZZ,2022-06-10\nFB,META,2022-06-09"))
    expect(bars.tickers).toEqual(["OTHER", "ZZZ"])
  })

  it("leaves another asset that took the old name over as it is", () => {
    const { bars } = Result.getOrThrow(renamed([...rows, ["2022-06-20", "FB", 50]], "FB,META,2022-06-09"))
    expect(bars.tickers).toEqual(["FB", "META", "OTHER"])
  })

  it("refuses histories that overlap", () => {
    const result = renamed([...rows, ["2022-06-08", "META", 70]], "FB,META,2022-06-09")
    expect(refusalOf(result)).toMatch(
      /META, 2022-06-08: META has a row before 2022-06-09, when FB became META/,
    )
  })

  it("gives what the file would give had it used the last name throughout", () => {
    const days = Array.from({ length: 30 }, (_, i) => formatIsoDate(parseIsoDate("2020-01-01")! + i))
    fc.assert(
      fc.property(fc.subarray(days, { minLength: 2 }), fc.integer({ min: 0, max: 30 }), (dates, at) => {
        const change = formatIsoDate(parseIsoDate("2020-01-01")! + at)
        const named = (name: (date: string) => string) =>
          dates.map((date, i) => [date, name(date), 10 + i] as const)
        const joined = renamed(
          named((date) => (date < change ? "OLD" : "NEW")),
          `OLD,NEW,${change}`,
        )
        const plain = importBars(
          [
            tableOf(
              long,
              named(() => "NEW"),
            ),
          ],
          raw,
        )
        expect(Result.getOrThrow(joined).bars).toEqual(Result.getOrThrow(plain).bars)
      }),
      { numRuns: 100, seed: 5 },
    )
  })

  it.each([
    ["A,A,2020-01-01", /A is the old name too/],
    ["A,B,2020-13-01", /is no date/],
    ["A,B,2020-01-01\nA,C,2020-01-01", /two lines rename it/],
  ])("is refused with its row: %j", (map, expected) => {
    expect(refusalOf(renamesOf(table(`old,new,date\n${map}`)))).toMatch(expected)
  })
})

describe("sessions a year", () => {
  const every = (step: number, count: number) =>
    Array.from({ length: count }, (_, i) => [formatIsoDate(15_000 + step * i), "A", 1 + i] as const)
  const perYear = (rows: ReturnType<typeof every>, options: ImportOptions) =>
    Result.map(
      importBars([tableOf(long, rows)], { adjustment: "raw", ...options }),
      ({ meta }) => meta.periods_per_year,
    )

  it("follow the exchange", () => {
    expect(Result.getOrThrow(perYear(every(1, 9), { calendar: "always" }))).toBe(365)
    expect(refusalOf(perYear(every(1, 9), { calendar: "always", periodsPerYear: 252 }))).toMatch(
      /has 365 sessions a year, not 252/,
    )
  })

  it("are counted from the days of a union, or stated", () => {
    expect(Result.getOrThrow(perYear(every(1, 800), { calendar: "union" }))).toBe(365)
    expect(Result.getOrThrow(perYear(every(7, 200), { calendar: "union" }))).toBe(52)
    expect(Result.getOrThrow(perYear(every(7, 20), { calendar: "union", periodsPerYear: 52 }))).toBe(52)
  })

  it("are not told by less than a year", () => {
    expect(refusalOf(perYear(every(7, 20), { calendar: "union" }))).toMatch(
      /--periods-per-year: .*less than a year/,
    )
    expect(refusalOf(perYear(every(7, 20), { calendar: "union", periodsPerYear: 0 }))).toMatch(
      /0 is no number of sessions/,
    )
  })
})
