import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatIsoDate, parseIsoDate } from "../../../src/kernel/civilDate.ts"
import { impliedDividends } from "../../../src/pipeline/data/import/impliedDividends.ts"
import type { DecodedFile } from "../../../src/pipeline/data/import/ImportRows.ts"
import { type ImportOptions, importBars } from "../../../src/pipeline/data/importBars.ts"
import { kinds } from "../../../src/pipeline/data/defects/catalogue.ts"
import { chance } from "../../laws/markets.ts"
import { plants, sceneOf } from "./defects/independentPlanter.ts"
import { tableOf } from "./tables.ts"

const long = "date,ticker,open,high,low,close,adj_close,volume"
const raw: ImportOptions = { adjustment: "raw" }

const imported = (files: ReadonlyArray<DecodedFile>, options: ImportOptions = raw) =>
  Result.getOrThrow(importBars(files, options))

const refusedWith = (files: ReadonlyArray<DecodedFile>, options: ImportOptions = raw) => {
  const result = importBars(files, options)
  if (result._tag === "Success") return expect.fail("it was accepted")
  return result.failure
}

const two = [
  ["2020-01-02", "B", 10, 11, 9, 10, 10, 100],
  ["2020-01-02", "A", 20, 21, 19, 20, 20, 200],
  ["2020-01-03", "A", 20, 21, 19, 21, 21, 300],
] as const

describe("a long table", () => {
  it("becomes bars by session and ticker", () => {
    const { bars, meta, defects } = imported([tableOf(long, two)])
    expect(bars.tickers).toEqual(["A", "B"])
    expect([...bars.ticker]).toEqual([0, 1, 0])
    expect([...bars.session].map(formatIsoDate)).toEqual(["2020-01-02", "2020-01-02", "2020-01-03"])
    expect([...bars.close]).toEqual([20, 10, 21])
    expect([...bars.splitRatio]).toEqual([1, 1, 1])
    expect(meta).toMatchObject({
      adjustment: "raw",
      dividend_source: "implied",
      calendar: "nyse",
      periods_per_year: 252,
    })
    expect(defects).toEqual([])
  })

  it("gives the same bars in whatever order its rows come, and says so", () => {
    const dates = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"]
    const rows = dates.flatMap((date, t) =>
      ["C", "A", "B"].map((ticker, i) => [date, ticker, 10 + t, 20, 5, 11 + i, 11, 1] as const),
    )
    const expected = imported([tableOf(long, rows)])
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        const { bars, defects } = imported([tableOf(long, shuffled)])
        expect(bars).toEqual(expected.bars)
        const isSorted = (ticker: string) => {
          const own = shuffled.filter((row) => row[1] === ticker).map((row) => row[0])
          return own.every((date, i) => i === 0 || own[i - 1]! <= date)
        }
        const unsorted = bars.tickers.filter((ticker) => !isSorted(ticker))
        const byAsset = defects.toSorted((left, right) => (left.asset < right.asset ? -1 : 1))
        expect(byAsset.map(({ kind, asset, action }) => [kind, asset, action])).toEqual(
          unsorted.map((ticker) => ["unsorted_rows", ticker, "repaired"]),
        )
      }),
      { numRuns: 40, seed: 7 },
    )
  })

  it("may come in pieces, one asset a file named like it", () => {
    const piece = (name: string, close: number) =>
      tableOf("Date,Close", [["2020-01-02", close]], `${name}.csv`)
    const { bars, meta } = imported([piece("SPY", 1), piece("AGG", 2)])
    expect(bars.tickers).toEqual(["AGG", "SPY"])
    expect([...bars.close]).toEqual([2, 1])
    expect(meta.dividend_source).toBe("none")
  })

  it("is known by common spellings", () => {
    const { bars } = imported([
      tableOf("Date,Symbol,Adj Close,Close,Stock Splits,Dividends", [["2020-01-02", "A", 1, 2, 0, 0]]),
    ])
    expect([bars.adjClose[0], bars.close[0], bars.splitRatio[0], bars.dividend[0]]).toEqual([1, 2, 1, 0])
  })
})

describe("a wide table", () => {
  it("holds adjusted closes: no opens, no dividends, gaps as absent rows", () => {
    const { bars, meta } = imported(
      [
        tableOf("Date,A,B", [
          ["2020-01-02", 1, null],
          ["2020-01-03", 2, 3],
        ]),
      ],
      {},
    )
    expect([...bars.close]).toEqual([1, 2, 3])
    expect(bars.adjClose).toEqual(bars.close)
    expect(bars.open.every(Number.isNaN)).toBe(true)
    expect([...bars.dividend, ...bars.splitRatio]).toEqual([0, 0, 0, 1, 1, 1])
    expect(meta).toMatchObject({
      adjustment: "split+dividend",
      dividend_source: "none",
      default_universe: ["A", "B"],
    })
  })

  it("says of an asset without any price that it is left out", () => {
    const table = tableOf("date,AAA,BBB", [
      ["2020-01-02", 10, null],
      ["2020-01-03", 11, null],
    ])
    const { bars, meta, defects } = imported([table], {})
    expect(bars.tickers).toEqual(["AAA"])
    expect(meta.default_universe).toEqual(["AAA"])
    expect(defects).toMatchObject([{ kind: "no_prices", asset: "BBB", action: "dropped" }])
    expect(imported([table], { tickers: ["BBB", "AAA"] }).meta.default_universe).toEqual(["AAA"])
  })
})

describe("selection", () => {
  it("takes assets in the order of the request, and dates with both ends", () => {
    const { bars, meta } = imported([tableOf(long, two)], { ...raw, tickers: ["B", "A"], to: "2020-01-02" })
    expect(meta.default_universe).toEqual(["B", "A"])
    expect(bars.session.length).toBe(2)
  })

  it("keeps the faults of what is left out to itself", () => {
    const bad = [...two, ["2020-01-06", "B", -1, 1, 1, 1, 1, 1]] as const
    expect(imported([tableOf(long, bad)], { ...raw, to: "2020-01-03" }).bars.session.length).toBe(3)
  })

  it.each([
    [{ ...raw, tickers: ["AB"] }, "AssetNotFound", /no asset AB in given.csv. Did you mean/],
    [{ ...raw, from: "2020-13-01" }, "ImportOptionError", /--from 2020-13-01: it is no date/],
    [{ ...raw, from: "2020-02-01", to: "2020-01-01" }, "ImportOptionError", /after --to/],
    [{ ...raw, from: "2021-01-01" }, "ImportOptionError", /no row with a price is left/],
    [{}, "ImportOptionError", /--adjustment: .* State raw/],
    [{ ...raw, delisted: { A: "2020-01-03" } }, "ImportOptionError", /A has a row on 2020-01-03/],
    [{ ...raw, delisted: { Z: "2020-01-03" } }, "AssetNotFound", /no asset Z/],
  ])("refuses %j", (options, tag, message) => {
    const failure = refusedWith([tableOf(long, two)], options)
    expect(failure._tag).toBe(tag)
    expect(failure.message).toMatch(message)
  })
})

describe("rows that cannot be true", () => {
  const row = (
    change: Partial<Record<"date" | "open" | "high" | "low" | "close" | "adj" | "volume", unknown>>,
  ) => {
    const { date, open, high, low, close, adj, volume } = {
      ...{ date: "2020-01-06", open: 10, high: 11, low: 9, close: 10, adj: 10, volume: 1 },
      ...change,
    } as Record<string, number>
    return [date!, "A", open!, high!, low!, close!, adj!, volume!]
  }

  it.each([
    ["a price of zero", row({ close: 0 }), "zero_price", /close is 0/, "dropped"],
    ["a negative price", row({ adj: -3 }), "negative_price", /adjClose is -3/, "dropped"],
    ["negative volume", row({ volume: -1 }), "negative_volume", /volume is -1/, "dropped"],
    [
      "a low above the open",
      row({ open: 9, low: 9.5 }),
      "outside_range",
      /9.5 is above open or close \(9\)/,
      "dropped",
    ],
    [
      "a high below the close",
      row({ high: 9.9 }),
      "outside_range",
      /9.9 is below open or close \(10\)/,
      "dropped",
    ],
    ["high below low", row({ high: 9, low: 11 }), "high_low_swapped", /high 9 is below low 11/, "repaired"],
    ["a holiday", row({ date: "2020-01-01" }), "holiday_row", /no session of the calendar nyse/, "dropped"],
    ["a Sunday", row({ date: "2020-01-05" }), "weekend_row", /no session of the calendar nyse/, "dropped"],
    ["a repeated row", two[1], "duplicate_identical", /the same as the one before/, "dropped"],
  ])("%s", (_, bad, kind, detail, action) => {
    const { defects } = imported([tableOf(long, [...two, bad])])
    const own = defects.filter((each) => each.kind === kind)
    expect(own).toMatchObject([{ asset: "A", action }])
    expect(own[0]!.detail).toMatch(detail)
    const refusal = refusedWith([tableOf(long, [...two, bad])], { ...raw, policies: { [kind]: "refuse" } })
    expect(refusal).toMatchObject({ _tag: "DataRefused", total: 1, refusals: [{ asset: "A" }] })
  })

  it("a day before the calendar's years is refused, never taken for a holiday", () => {
    const early = tableOf(long, [row({ date: "1950-01-05" }), ...two])
    const refusal = refusedWith([early])
    expect(refusal).toMatchObject({
      _tag: "DataRefused",
      refusals: [{ asset: "A", date: "1950-01-05" }],
    })
    expect(refusal.message).toContain("outside_calendar")
    const { bars, defects } = imported([early], { ...raw, policies: { outside_calendar: "drop" } })
    expect(defects).toMatchObject([{ kind: "outside_calendar", action: "dropped" }])
    expect(bars).toEqual(imported([tableOf(long, two)]).bars)
    expect(imported([early], { ...raw, from: "1960-01-01" }).defects).toEqual([])
    const union = { ...raw, calendar: "union", periodsPerYear: 252 } as const
    expect(imported([early], union).bars.session).toHaveLength(4)
  })

  it("two rows that contradict each other are refused, with the flag that would let them pass", () => {
    const rows = [...two, ["2020-01-02", "A", 20, 21, 19, 20.5, 20, 200]] as const
    const failure = refusedWith([tableOf(long, rows)])
    expect(failure.message).toMatch(
      /close 20 and 20.5 \(duplicate_conflicting\)\n.*\n  --policy duplicate_conflicting=drop/,
    )
    const { bars } = imported([tableOf(long, rows)], { ...raw, policies: { duplicate_conflicting: "drop" } })
    expect([...bars.close]).toEqual([10, 21])
  })

  it("are all counted, the first shown", () => {
    const many = Array.from({ length: 50 }, (_, t) => [
      formatIsoDate(parseIsoDate("2020-02-03")! + t),
      "A",
      1,
      1,
      1,
      -1,
      1,
      1,
    ])
    const policies = { negative_price: "refuse", weekend_row: "refuse", other_calendar: "refuse" } as const
    const failure = refusedWith([tableOf(long, many)], { ...raw, calendar: "always", policies })
    expect(failure).toMatchObject({ _tag: "DataRefused", total: 50 })
    expect(failure.message).toMatch(/… 45 more/)
  })

  it("within a rounding error are accepted", () => {
    expect(
      imported([tableOf(long, [row({ low: 10.000001, open: 10, close: 10 })])]).bars.session.length,
    ).toBe(1)
  })

  it("with a name that could leave its folder are refused", () => {
    expect(refusedWith([tableOf(long, [["2020-01-02", "../A", 1, 1, 1, 1, 1, 1]])])._tag).toBe("InvalidName")
    expect(refusedWith([tableOf(long, [["2020-01-02", "__proto__", 1, 1, 1, 1, 1, 1]])])._tag).toBe(
      "InvalidName",
    )
  })
})

describe("rows that are no bar", () => {
  it("are dropped, on record", () => {
    const { bars, defects } = imported([
      tableOf(long, [
        ...two,
        ["2020-01-06", "A", null, null, null, null, null, null],
        ["2020-01-07", "A", 1, 1, 1, null, null, 0],
      ]),
    ])
    expect(bars.session.length).toBe(3)
    expect(defects.map(({ kind, asset, date, action }) => [kind, asset, date, action])).toEqual(
      [
        ["blank_rows", "A", "2020-01-06", "dropped"],
        ["partial_last_bar", "A", "2020-01-07", "dropped"],
      ].toSorted((left, right) => (left[0]! > right[0]! ? -1 : 1)),
    )
  })

  it("are kept where they carry a dividend", () => {
    const table = tableOf("date,ticker,close,dividend", [
      ["2020-01-02", "A", 5, 0],
      ["2020-01-03", "A", null, 1],
    ])
    const { bars, defects } = imported([table])
    expect([...bars.close, ...bars.dividend]).toEqual([5, NaN, 0, 1])
    expect(defects).toMatchObject([{ kind: "action_without_close", action: "kept" }])
  })
})

describe("adjustment", () => {
  const actions = tableOf("date,ticker,open,close,adj_close,dividend,split_ratio", [
    ["2020-01-02", "A", 100, 100, 24, 0, 1],
    ["2020-01-03", "A", 25, 24, 24, 4, 4],
  ])

  it("raw keeps stated dividends and splits", () => {
    const { bars, meta, defects } = imported([actions])
    expect([...bars.dividend, ...bars.splitRatio]).toEqual([0, 4, 1, 4])
    expect([meta.dividend_source, defects]).toEqual(["stated", []])
  })

  it("that a split day contradicts is refused", () => {
    for (const adjustment of ["split", "split+dividend"] as const) {
      const failure = refusedWith([actions], { adjustment })
      expect(failure.message).toMatch(/close 100 to 24 on a split of ratio 4, stated --adjustment split/)
    }
    const smooth = tableOf("date,ticker,close,split_ratio", [
      ["2020-01-02", "A", 25, 1],
      ["2020-01-03", "A", 24, 4],
    ])
    expect(refusedWith([smooth]).message).toMatch(/adjustment_contradicted/)
  })

  it("gives the same returns, whichever of the three kinds one market is written in", () => {
    // 4-for-1 on the third day, a dividend of 2 (before that split) on the second
    const rows = (close: ReadonlyArray<number>, dividend: number, splits: boolean) =>
      tableOf(
        "date,ticker,open,high,low,close,volume,dividend,split_ratio",
        ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"].map((date, t) => [
          date,
          "A",
          ...[close[t]!, close[t]!, close[t]!, close[t]!, 8],
          ...[t === 1 ? dividend : 0, splits && t === 2 ? 4 : 1],
        ]),
      )
    const traded = [100, 101, 25.5, 25]
    const factor = 1 - 2 / 100
    const returnsOf = (file: DecodedFile, adjustment: "raw" | "split" | "split+dividend") => {
      const { bars } = imported([file], { adjustment })
      return [1, 2, 3].map(
        (t) => (bars.close[t]! * bars.splitRatio[t]!) / (bars.close[t - 1]! - bars.dividend[t]!) - 1,
      )
    }
    const expected = [101 / 98 - 1, (25.5 * 4) / 101 - 1, 25 / 25.5 - 1]
    const split = [25, 25.25, 25.5, 25]
    const both = [25 * factor, 25.25, 25.5, 25]
    for (const [file, adjustment] of [
      [rows(traded, 2, true), "raw"],
      [rows(split, 0.5, true), "split"],
      [rows(split, 0.5, false), "split"],
      [rows(both, 0.5, true), "split+dividend"],
    ] as const) {
      returnsOf(file, adjustment).forEach((own, i) => expect(own).toBeCloseTo(expected[i]!, 12))
    }
    const turned = imported([rows(split, 0.5, true)], { adjustment: "split" })
    expect([...turned.bars.close]).toEqual(traded)
    expect([...turned.bars.volume]).toEqual([2, 2, 8, 8])
    expect(turned.meta.adjustment).toBe("raw")
    expect(turned.defects).toMatchObject([{ kind: "already_adjusted", action: "repaired" }])
  })

  it("reports an implied dividend that looks like a split nobody recorded", () => {
    const table = tableOf("date,ticker,close,adj_close", [
      ["2020-01-02", "A", 100, 60],
      ["2020-01-03", "A", 60, 60],
    ])
    expect(imported([table]).defects).toMatchObject([
      { kind: "large_implied_dividend", date: "2020-01-03", action: "kept" },
    ])
  })
})

describe("implied dividends", () => {
  /** Prices with dividends, adjusted backwards as vendors do it, then rounded as vendors write them. */
  const vendor = (seed: number, round: (price: number) => number) => {
    const next = chance(seed)
    const n = 300
    const dividend = new Float64Array(n)
    const splitRatio = new Float64Array(n).fill(1)
    const close = new Float64Array(n).fill(round(80))
    for (let t = 1; t < n; t++) {
      const before = close[t - 1]!
      if (next() < 0.03) dividend[t] = round(before * (0.005 + 0.02 * next()))
      if (before > 100 && next() < 0.1) splitRatio[t] = 2
      close[t] = round(((before - dividend[t]!) / splitRatio[t]!) * (0.985 + next() * 0.035))
    }
    const adjClose = new Float64Array(n)
    let factor = 1
    for (let t = n - 1; t >= 0; t--) {
      adjClose[t] = round(close[t]! * factor)
      if (t > 0) factor *= (1 - dividend[t]! / close[t - 1]!) / splitRatio[t]!
    }
    return { close, splitRatio, adjClose, dividend }
  }

  it.each([
    ["doubles", (price: number) => price, 1e-12],
    ["single precision", Math.fround, 4e-7],
    ["six decimals", (price: number) => Math.round(price * 1e6) / 1e6, 1e-6],
    ["cents", (price: number) => Math.round(price * 100) / 100, 2e-3],
  ])("are those that the vendor took off, and nothing else, in %s", (_, round, tolerance) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { dividend, ...prices } = vendor(seed, round)
        impliedDividends(prices).forEach((implied, t) => {
          if (dividend[t] === 0) expect(implied).toBe(0)
          else expect(Math.abs(implied - dividend[t]!)).toBeLessThan(tolerance * prices.close[t - 1]!)
        })
      }),
      { numRuns: 60, seed: 3 },
    )
  })

  it("give back the vendor's own adjusted return on the ex-date", () => {
    const { dividend, ...prices } = vendor(5, Math.fround)
    const { close, adjClose, splitRatio } = prices
    impliedDividends(prices).forEach((implied, t) => {
      if (dividend[t] === 0) return
      const ours = (close[t]! * splitRatio[t]!) / (close[t - 1]! - implied)
      expect(Math.abs(ours - adjClose[t]! / adjClose[t - 1]!)).toBeLessThan(1e-14)
    })
  })

  it("leave out the dust of a source's own factors, and keep the least real dividend that was met", () => {
    const close = new Float64Array(4).fill(Math.fround(91.57))
    const adjClose = Float64Array.of(80, 80 * (1 + 2.2e-6), 80 * (1 + 0.1e-6), 80 * (1 + 0.1e-6 + 1.8e-5))
    const implied = impliedDividends({ close, splitRatio: new Float64Array(4).fill(1), adjClose })
    expect([...implied].map((amount) => amount > 0)).toEqual([false, false, false, true])
    expect([...implied.subarray(0, 3)]).toEqual([0, 0, 0])
  })

  it("carry over a row without a price", () => {
    const adjClose = Float64Array.of(9.01, NaN, 10.01)
    const prices = {
      close: Float64Array.of(10.01, NaN, 10.01),
      splitRatio: Float64Array.of(1, 1, 1),
      adjClose,
    }
    expect([...impliedDividends(prices)].map((amount) => Math.round(amount * 1e6) / 1e6)).toEqual([0, 0, 1])
  })
})

describe("what a reader handed over", () => {
  const every = "date,ticker,open,high,low,close,adj_close,volume,dividend,split_ratio"

  it("is never written to, whatever is dropped, repaired, sorted, joined or turned back", () => {
    for (const [i, plant] of plants.entries()) {
      for (const adjustment of ["raw", "split", "split+dividend"] as const) {
        const { table, options } = sceneOf(plant, plant.sizes.at(-1)!, i)
        const before = structuredClone(table.table)
        const policies = Object.fromEntries(
          kinds.map(({ kind, allowed }) => [kind, allowed.includes("repair") ? "repair" : allowed.at(-1)!]),
        )
        importBars([table], { ...options, adjustment, policies })
        expect(table.table, plant.how).toEqual(before)
      }
    }
  })

  it("may be one array for several columns", () => {
    const shared = Float64Array.of(10, 11, 0, 12, 13, 14)
    const dates = ["2020-01-06", "2020-01-02", "2020-01-03", "2020-01-07", "2020-01-08", "2020-01-09"]
    const file = tableOf(
      every,
      dates.map((date) => [date, "A", 1, 1, 1, 1, 1, 1, 0, date === "2020-01-07" ? 2 : 1]),
    )
    const numbers = file.table.numbers.map((column, i) => (i < 6 ? shared : column))
    const given: DecodedFile = { ...file, table: { ...file.table, numbers } }
    const apart: DecodedFile = {
      ...file,
      table: { ...file.table, numbers: numbers.map((column) => column.slice()) },
    }
    const policies = { adjustment_contradicted: "keep-and-flag" } as const
    expect(imported([given], { adjustment: "split", policies })).toEqual(
      imported([apart], { adjustment: "split", policies }),
    )
    expect([...shared]).toEqual([10, 11, 0, 12, 13, 14])
  })
})
