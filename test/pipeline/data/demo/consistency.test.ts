import { describe, expect, it } from "vitest"
import { civilDateOf, formatIsoDate, parseIsoDate } from "../../../../src/kernel/civilDate.ts"
import { demoAssets } from "../../../../src/pipeline/data/demo/demoAssets.ts"
import { secondsToMake, shippedMarket } from "./shippedMarket.ts"
import { consistencyProblems } from "./statistics/consistencyProblems.ts"
import { mean } from "./statistics/moments.ts"
import { tickerColumns } from "./statistics/tickerColumns.ts"

const day = (iso: string): number => parseIsoDate(iso)!
const { bars, listing, truth } = shippedMarket
const columnsOf = (ticker: string) => tickerColumns(bars, ticker)

describe("C: the shipped demo market", () => {
  it("breaks no rule of bars, sessions, listings, adjustment and split", () => {
    expect(consistencyProblems(shippedMarket)).toEqual([])
  })

  it("is made in less than 3 seconds", () => expect(secondsToMake).toBeLessThan(3))

  it("has 3,020 sessions from 2013-01-02 to 2024-12-31 and eleven tickers, sorted by session and ticker", () => {
    expect(truth.session.length).toBe(3020)
    expect([truth.session[0], truth.session.at(-1)].map((d) => formatIsoDate(d!))).toEqual([
      "2013-01-02",
      "2024-12-31",
    ])
    expect(bars.tickers).toEqual(demoAssets.map(({ ticker }) => ticker).sort())
    for (let row = 1; row < bars.session.length; row++) {
      const order = bars.session[row]! - bars.session[row - 1]! || bars.ticker[row]! - bars.ticker[row - 1]!
      expect(order).toBeGreaterThan(0)
    }
  })

  it("lists the tradable core as the default universe", () => {
    const core = demoAssets.filter(({ inDefaultUniverse }) => inDefaultUniverse)
    expect(core.map(({ ticker }) => ticker).join(" ")).toBe("USEQ TECH EMEQ REIT LTGB CRED GOLD TBIL")
    expect(core.every(({ tradable }) => tradable)).toBe(true)
    expect(demoAssets.find(({ ticker }) => ticker === "VOLX")!.tradable).toBe(false)
  })

  it("lists LATE from 2019-06-03 and delists GONE on 2020-06-15, one session after its last bar", () => {
    const of = (ticker: string) => listing.find((each) => each.ticker === ticker)
    expect(of("LATE")).toEqual({ ticker: "LATE", first: day("2019-06-03"), delisted: null })
    expect(of("GONE")).toEqual({ ticker: "GONE", first: day("2013-01-02"), delisted: day("2020-06-15") })
    expect(columnsOf("GONE").session.at(-1)).toBe(day("2020-06-12"))
    expect(listing.filter(({ delisted }) => delisted !== null).length).toBe(1)
  })

  it("halts GONE for two sessions, and leaves it untraded at its last close for three", () => {
    const { session, open, high, low, close, volume } = columnsOf("GONE")
    const untraded = [...session.keys()].filter((row) => volume[row] === 0)
    expect(untraded.map((row) => formatIsoDate(session[row]!))).toEqual([
      "2020-06-02",
      "2020-06-05",
      "2020-06-10",
    ])
    for (const row of untraded) {
      expect([open, high, low, close].map((prices) => prices[row])).toEqual(Array(4).fill(close[row - 1]))
    }
    expect(session.includes(day("2020-05-22")) || session.includes(day("2020-05-26"))).toBe(false)
    expect(session.includes(day("2020-05-21")) && session.includes(day("2020-05-27"))).toBe(true)
  })

  it("pays dividends in its months, on the first session, at about the stated yield", () => {
    const expected = {
      USEQ: [1.8, 4],
      TECH: [0.8, 4],
      EMEQ: [2.1, 2],
      REIT: [4, 4],
      LTGB: [2.7, 12],
      CRED: [5.3, 12],
    }
    for (const [ticker, [percent, payments]] of Object.entries(expected)) {
      const { session, dividend, close } = columnsOf(ticker)
      const paid = [...dividend.keys()].filter((row) => dividend[row]! > 0)
      // the very first bar pays nothing: there is no close before it
      expect(paid.length, ticker).toBe(12 * payments! - (payments === 12 ? 1 : 0))
      expect(paid.every((row) => civilDateOf(session[row]!).day <= 4)).toBe(true)
      const yields = paid.map((row) => (dividend[row]! / close[row - 1]!) * payments! * 100)
      expect(mean(yields), ticker).toBeCloseTo(percent!, 2)
    }
    for (const ticker of ["GOLD", "LATE", "GONE", "VOLX"])
      expect(Math.max(...columnsOf(ticker).dividend)).toBe(0)
    expect(Math.max(...columnsOf("TBIL").dividend)).toBeGreaterThan(0)
  })

  it("trades less on half-days, more on expiries, and four times the shares after the split", () => {
    const ratio = (ticker: string, chosen: (iso: string) => boolean, base: (iso: string) => boolean) => {
      const { session, volume } = columnsOf(ticker)
      const logs = (want: (iso: string) => boolean) =>
        [...session.keys()]
          .filter((row) => want(formatIsoDate(session[row]!)))
          .map((row) => Math.log(volume[row]!))
      return Math.exp(mean(logs(chosen)) - mean(logs(base)))
    }
    const eves = ratio(
      "GOLD",
      (iso) => /-(07-03|12-24)$/.test(iso),
      (iso) => /-(07-0[78]|12-2[12])$/.test(iso),
    )
    expect(eves).toBeGreaterThan(0.3)
    expect(eves).toBeLessThan(0.65)
    const split = ratio(
      "TECH",
      (iso) => iso > "2020-08-28",
      (iso) => iso <= "2020-08-28",
    )
    expect(split).toBeGreaterThan(3)
    expect(split).toBeLessThan(5.5)
  })

  it("gives the volatility index no volume, no dividend and no truth", () => {
    const { volume, dividend, close, adjClose } = columnsOf("VOLX")
    expect([Math.max(...volume), Math.max(...dividend)]).toEqual([0, 0])
    expect(adjClose).toEqual(close)
    const column = truth.tickers.indexOf("VOLX")
    expect(
      truth.session.every((_, t) => Number.isNaN(truth.driftPerDay[t * truth.tickers.length + column]!)),
    ).toBe(true)
  })
})
