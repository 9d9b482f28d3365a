/** Yahoo's chart to bars as traded, against a market that is traded first and put into Yahoo's form by other code. */
import fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { formatIsoDate, parseIsoDate } from "../../../../src/kernel/civilDate.ts"
import { splitFactors } from "../../../../src/pipeline/data/live/splitFactors.ts"
import { liveMarket } from "../../../../src/pipeline/data/live/liveMarket.ts"
import { readAnswer } from "../../../../src/pipeline/data/live/readAnswer.ts"
import { type ChartOptions, chartJson, type TradedDay } from "../../../io/live/chartBody.ts"
import { someDays } from "../../../io/live/yahooStub.ts"

const dayOf = (iso: string): number => parseIsoDate(iso)!

const answerOf = (body: unknown, retrievedAt = "2030-01-01T00:00:00.000Z", symbol = "SPY") => ({
  bytes: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
  receipt: { source: { kind: "yahoo" as const }, symbol, from: "2000-01-01", retrieved_at: retrievedAt },
})

const read = (days: ReadonlyArray<TradedDay>, options: ChartOptions = {}, retrievedAt?: string) => {
  const { file, notes } = Result.getOrThrow(
    readAnswer(answerOf(chartJson("SPY", days, options), retrievedAt)),
  )
  const [open, high, low, close, volume, dividend, splitRatio, adjClose] = file.table.numbers
  return {
    session: [...file.table.date],
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    volume: volume!,
    dividend: dividend!,
    splitRatio: splitRatio!,
    adjClose: adjClose!,
    notes,
  }
}

const refusalOf = (body: unknown): string => {
  const result = readAnswer(answerOf(body))
  if (Result.isSuccess(result)) throw new Error("the answer was read")
  return `${result.failure._tag}: ${result.failure.message}`
}

const days = someDays(3, dayOf("2024-01-02"), dayOf("2024-03-28"))

/** Events on some of the days; a dividend and a split may fall on one. */
const eventful = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    splits: fc.array(
      fc.record({
        at: fc.nat({ max: 59 }),
        ratio: fc.constantFrom([4, 1], [3, 2], [1, 10], [7, 1], [21, 20]),
      }),
      { maxLength: 4 },
    ),
    dividends: fc.array(
      fc.record({
        at: fc.integer({ min: 1, max: 59 }),
        yield: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ seed, splits, dividends }) => {
    let factor = 1
    return someDays(seed, dayOf("2024-01-02"), dayOf("2024-03-28")).map((day, i, all): TradedDay => {
      const split = splits.find(({ at }) => at === i)?.ratio as [number, number] | undefined
      const paid = dividends.find(({ at }) => at === i)
      const before = all[i - 1] === undefined ? undefined : all[i - 1]!.close! / factor
      if (split !== undefined) factor *= split[0] / split[1]
      return {
        session: day.session,
        open: day.open! / factor,
        high: day.high! / factor,
        low: day.low! / factor,
        close: day.close! / factor,
        volume: day.volume,
        ...(split === undefined ? {} : { split }),
        ...(paid === undefined || before === undefined ? {} : { dividend: before * paid.yield }),
      }
    })
  })

const close = (found: number, wanted: number) =>
  expect(Math.abs(found / wanted - 1), `${found} for ${wanted}`).toBeLessThan(1e-12)

describe("a chart of Yahoo", () => {
  it("gives back prices, volume, dividends and splits as they were traded", () => {
    fc.assert(
      fc.property(eventful, (traded) => {
        const bars = read(traded)
        expect(bars.session).toEqual(traded.map(({ session }) => session))
        traded.forEach((day, i) => {
          close(bars.open[i]!, day.open!)
          close(bars.high[i]!, day.high!)
          close(bars.low[i]!, day.low!)
          close(bars.close[i]!, day.close!)
          close(bars.volume[i]!, day.volume!)
          close(1 + bars.dividend[i]!, 1 + (day.dividend ?? 0))
          close(bars.splitRatio[i]!, day.split === undefined ? 1 : day.split[0] / day.split[1])
        })
      }),
      { numRuns: 200 },
    )
  })

  it("gives returns by §1 that are those of Yahoo's own adjusted close", () => {
    fc.assert(
      fc.property(eventful, (traded) => {
        const { close: c, dividend: d, splitRatio: s, adjClose: adjusted } = read(traded)
        for (let t = 1; t < traded.length; t++) {
          const total = (c[t]! * s[t]!) / (c[t - 1]! - d[t]!)
          expect(Math.abs(total - adjusted[t]! / adjusted[t - 1]!)).toBeLessThan(1e-11)
        }
      }),
      { numRuns: 200 },
    )
  })

  it("keeps a split on its very last day: the day before is as it was traded", () => {
    const last = days.at(-1)!
    const split = {
      ...last,
      open: last.open! / 4,
      high: last.high! / 4,
      low: last.low! / 4,
      close: last.close! / 4,
    }
    const bars = read([...days.slice(0, -1), { ...split, split: [4, 1] }])
    close(bars.close.at(-2)!, days.at(-2)!.close!)
    close(bars.close.at(-1)!, last.close! / 4)
    expect(bars.splitRatio.at(-1)).toBe(4)
  })

  it("counts a dividend a share before the split of the same day", () => {
    const traded = days.map((day, i): TradedDay => (i === 30 ? { ...day, dividend: 2, split: [2, 1] } : day))
    const bars = read(traded)
    close(bars.dividend[30]!, 2)
    expect(bars.splitRatio[30]).toBe(2)
  })

  it("moves an event on a day without a bar to the next bar, on record, and leaves out one beyond the bars", () => {
    const body = chartJson("SPY", days) as { chart: { result: Array<Record<string, unknown>> } }
    const saturday = dayOf("2024-02-03")
    const future = dayOf("2024-05-01")
    const at = (day: number) => ({ date: day * 86_400 + 14.5 * 3600 })
    body.chart.result[0]!["events"] = {
      dividends: { a: { ...at(saturday), amount: 1 }, b: { ...at(future), amount: 1 } },
      splits: {},
    }
    const { file, notes } = Result.getOrThrow(readAnswer(answerOf(body)))
    const monday = [...file.table.date].indexOf(dayOf("2024-02-05"))
    expect(file.table.numbers[5]![monday]).toBe(1)
    expect(file.table.numbers[5]!.reduce((a, b) => a + b, 0)).toBe(1)
    expect(notes.map(({ kind, date }) => `${kind} ${date}`)).toEqual([
      "event_moved 2024-02-03",
      "event_beyond_bars 2024-05-01",
    ])
  })

  it("has NaN where the answer has null or no such column", () => {
    const holed = days.map((day, i): TradedDay => (i === 5 ? { ...day, open: null, volume: null } : day))
    const bars = read(holed, { without: ["high"] })
    expect([bars.open[5], bars.volume[5]]).toEqual([NaN, NaN])
    expect(bars.high.every(Number.isNaN)).toBe(true)
    close(bars.close[5]!, days[5]!.close!)
  })

  it("has no rows where Yahoo has no bars", () => {
    const body = {
      chart: {
        result: [
          {
            meta: { currency: "USD", exchangeTimezoneName: "America/New_York" },
            indicators: { quote: [{}], adjclose: [{}] },
          },
        ],
        error: null,
      },
    }
    expect(Result.getOrThrow(readAnswer(answerOf(body))).file.table.rows).toBe(0)
  })
})

describe("the session of a bar is its exchange's date:", () => {
  const sessionsIn = (zone: string, opensAt: number) =>
    read([days[0]!, { ...days[0]!, session: dayOf("2024-07-01") }], { zone, opensAt }).session.map(
      formatIsoDate,
    )

  it("New York in winter and summer", () => {
    expect(sessionsIn("America/New_York", 13.5 * 3600)).toEqual(["2024-01-02", "2024-07-01"])
  })
  it("Tokyo, whose morning is the day before in UTC", () => {
    expect(sessionsIn("Asia/Tokyo", -0.5 * 3600)).toEqual(["2024-01-02", "2024-07-01"])
  })
  it("London at midnight of summer, where today's offset would be a day off", () => {
    expect(sessionsIn("Europe/London", -3600)).toEqual(["2024-01-01", "2024-07-01"])
  })
})

describe("a session in progress is no bar:", () => {
  const day = dayOf("2024-03-28")
  const regular = { start: day * 86_400 + 13.5 * 3600, end: day * 86_400 + 20 * 3600 }
  const lastAt = (instant: string, options: ChartOptions = { regular }) => {
    const bars = read(days, options, `${instant}.000Z`)
    return [formatIsoDate(bars.session.at(-1)!), bars.notes.map(({ kind }) => kind).join()]
  }
  const whole = ["2024-03-28", ""]
  const cut = ["2024-03-27", "session_in_progress"]

  it("before its end, and half an hour beyond", () => {
    expect(lastAt("2024-03-28T15:00:00", { regular })).toEqual(cut)
    expect(lastAt("2024-03-28T20:29:00", { regular })).toEqual(cut)
    expect(lastAt("2024-03-28T20:31:00", { regular })).toEqual(whole)
  })
  it("after midnight UTC, while New York still has the same evening", () => {
    expect(lastAt("2024-03-29T01:00:00", { regular })).toEqual(whole)
  })
  it("when Yahoo tells the hours of the session to come", () => {
    const next = { start: regular.start + 4 * 86_400, end: regular.end + 4 * 86_400 }
    expect(lastAt("2024-03-31T12:00:00", { regular: next })).toEqual(whole)
  })
  it("when Yahoo still tells the hours of an earlier session", () => {
    const before = { start: regular.start - 86_400, end: regular.end - 86_400 }
    expect(lastAt("2024-03-28T15:00:00", { regular: before })).toEqual(cut)
  })
  it("all of today when no hours are told", () => {
    expect(lastAt("2024-03-28T23:00:00", {})).toEqual(cut)
    expect(lastAt("2024-03-29T23:00:00", {})).toEqual(whole)
  })
  it("in a market that never closes until its day is over", () => {
    const end = { start: day * 86_400, end: day * 86_400 + 86_399 }
    expect(lastAt("2024-03-28T23:30:00", { regular: end, zone: "UTC", opensAt: 0 })).toEqual(cut)
    const next = { start: end.start + 86_400, end: end.end + 86_400 }
    expect(lastAt("2024-03-29T00:10:00", { regular: next, zone: "UTC", opensAt: 0 })).toEqual(whole)
  })
  it("a split of the unfinished day is undone before it, though the day is not there", () => {
    const last = days.at(-1)!
    const split = {
      ...last,
      open: last.open! / 4,
      high: last.high! / 4,
      low: last.low! / 4,
      close: last.close! / 4,
    }
    const bars = read(
      [...days.slice(0, -1), { ...split, split: [4, 1] }],
      { regular },
      "2024-03-28T15:00:00.000Z",
    )
    close(bars.close.at(-1)!, days.at(-2)!.close!)
    expect(bars.splitRatio.every((ratio) => ratio === 1)).toBe(true)
    expect(bars.notes.map(({ kind }) => kind)).toEqual(["session_in_progress", "event_beyond_bars"])
  })
  it("and the last session said twice counts once", () => {
    const twice = chartJson("SPY", [...days, days.at(-1)!]) as never
    const { file, notes } = Result.getOrThrow(readAnswer(answerOf(twice)))
    expect([file.table.rows, notes[0]!.kind]).toEqual([days.length, "repeated_last_row"])
  })
})

describe("an answer that is not what it should be is refused whole:", () => {
  interface Loose {
    meta: Record<string, unknown>
    timestamp: Array<unknown>
    indicators: { quote: [Record<string, Array<unknown>>] }
    events?: unknown
  }
  const body = (edit: (chart: Loose) => unknown) => {
    const made = chartJson("SPY", days) as { chart: { result: [Loose] } }
    edit(made.chart.result[0])
    return made
  }
  it("no JSON", () => expect(refusalOf("<html>")).toMatch(/^AnswerRefused/))
  it("a text where a price is due", () =>
    expect(refusalOf(body((chart) => (chart.indicators.quote[0]["close"]![3] = "12.5")))).toMatch(
      /^AnswerRefused.*close.*3/s,
    ))
  it("another number of prices than days", () =>
    expect(refusalOf(body((chart) => chart.indicators.quote[0]["close"]!.pop()))).toMatch(
      /close has 60 values for 61 days/,
    ))
  it("days out of order", () =>
    expect(refusalOf(body((chart) => chart.timestamp.reverse()))).toMatch(/not in order/))
  it("bars of an hour", () =>
    expect(refusalOf(body((chart) => (chart.meta["dataGranularity"] = "1h")))).toMatch(/bars of 1h/))
  it("a place that is none", () =>
    expect(refusalOf(body((chart) => (chart.meta["exchangeTimezoneName"] = "Moon/Base")))).toMatch(
      /Moon\/Base is no time zone/,
    ))
  it("no currency", () =>
    expect(refusalOf(body((chart) => delete chart.meta["currency"]))).toMatch(/currency/))
  it("a split of nothing", () =>
    expect(
      refusalOf(
        body((chart) => (chart.events = { splits: { x: { date: 1, numerator: 0, denominator: 1 } } })),
      ),
    ).toMatch(/^AnswerRefused/))
  it("no such symbol", () =>
    expect(refusalOf({ chart: { result: null, error: { code: "Not Found", description: "…" } } })).toMatch(
      /^SymbolNotFound: .*SPY/,
    ))
})

describe("a market of live answers", () => {
  const two = [
    answerOf(chartJson("SPY", days), "2030-01-01T00:00:00.000Z", "SPY"),
    answerOf(
      chartJson("TLT", someDays(9, dayOf("2024-02-01"), dayOf("2024-03-28"))),
      "2030-01-01T00:00:01.000Z",
      "TLT",
    ),
  ]
  it("does not depend on the order in which the answers came", () => {
    const options = { assets: ["TLT", "SPY"] as const, calendar: "nyse" as const }
    const [one, other] = [liveMarket(two, options), liveMarket(two.toReversed(), options)].map(
      Result.getOrThrow,
    )
    expect(one).toEqual(other)
    expect(one!.manifest.retrieved_at).toEqual({
      TLT: "2030-01-01T00:00:01.000Z",
      SPY: "2030-01-01T00:00:00.000Z",
    })
  })
  it("is refused when its symbols are quoted in two currencies", () => {
    const other = answerOf(chartJson("TLT", days, { currency: "EUR" }), undefined, "TLT")
    const result = liveMarket([two[0]!, other], { assets: ["SPY", "TLT"], calendar: "nyse" })
    expect(Result.isFailure(result) && result.failure.message).toMatch(/SPY is quoted in USD and TLT in EUR/)
  })
  const alone = (traded: ReadonlyArray<TradedDay>) =>
    liveMarket([answerOf(chartJson("SPY", traded))], { assets: ["SPY"], calendar: "nyse" })

  it("passes the checks of every import: a bar on a holiday is on record and not used", () => {
    const holiday = { ...days[8]!, session: dayOf("2024-01-15") }
    const traded = [...days, holiday].toSorted((a, b) => a.session - b.session)
    const { bars, manifest } = Result.getOrThrow(alone(traded))
    expect(bars.session).not.toContain(dayOf("2024-01-15"))
    expect(manifest.defects).toMatchObject([{ asset: "SPY", date: "2024-01-15", action: "dropped" }])
  })
  it("passes the checks of every import: two bars of one day that differ are refused", () => {
    const other = { ...days[8]!, close: days[8]!.close! * 1.001 }
    const result = alone([...days.slice(0, 9), other, ...days.slice(9)])
    expect(Result.isFailure(result) && result.failure._tag).toBe("DataRefused")
  })
})

describe("splitFactors", () => {
  it("is the product of the ratios of later splits", () => {
    const splits = [
      { session: 5, ratio: 2 },
      { session: 3, ratio: 3 },
    ]
    expect([...splitFactors([1, 2, 3, 4, 5, 6], splits)]).toEqual([6, 6, 2, 2, 1, 1])
  })
})
