import { describe, expect, it } from "vitest"
import { parseIsoDate } from "../../../../src/kernel/civilDate.ts"
import type { Bars } from "../../../../src/pipeline/data/Bars.ts"
import { demoAssets } from "../../../../src/pipeline/data/demo/demoAssets.ts"
import { generateDemoMarket } from "../../../../src/pipeline/data/demo/generateDemoMarket.ts"
import { shippedSeed } from "../../../../src/pipeline/data/demo/shippedSeed.ts"
import { canonicalText, canonicalTruth } from "./canonicalText.ts"
import { digest } from "./digest.ts"
import { shippedMarket } from "./shippedMarket.ts"
import { returnsOf, tickerColumns } from "./statistics/tickerColumns.ts"

/** Recorded once; `node scripts/demoDigest.mjs` prints them under any other Node. */
const recorded = {
  28: {
    bars: "ddd1c4e5298bbf8a3a7b6dd1e2f7d22474fad816dbca7c6d639cc0cef9042fdd",
    truth: "02b73745d99f5aa8f8e086c3a21470b5049a4532c9af368237293faf3d4f22c9",
  },
  7: {
    bars: "de46047b5dce8ec61cc6c0ced4a2660156a6e10d4e1b43f91bec22cb0b59c3f2",
    truth: "21ccfa2937f81dc620b2ad415030ef0c46f61a32630d1002d5647b8d17a71d89",
  },
}

const day = (iso: string): number => parseIsoDate(iso)!
const allTickers = demoAssets.map(({ ticker }) => ticker)
const rawNames = ["session", "open", "high", "low", "close", "volume", "dividend", "splitRatio"] as const

/** The first column of a ticker that is not the same bit for bit in both, from bar `skip` of the right one on. */
function firstDifference(left: Bars, right: Bars, ticker: string, names: ReadonlyArray<ColumnKey>, skip = 0) {
  const [one, other] = [tickerColumns(left, ticker), tickerColumns(right, ticker)]
  return names.find((name) => one[name].some((value, row) => !Object.is(value, other[name][row + skip])))
}
type ColumnKey = (typeof rawNames)[number] | "adjClose"

describe("D: the demo market", () => {
  const seven = generateDemoMarket({ seed: 7 })

  it("is shipped with a recorded seed", () => expect(Object.keys(recorded)).toContain(String(shippedSeed)))

  it.each([28, 7] as const)("of seed %i has the recorded digest", (seed) => {
    expect(digest(seed)).toEqual(recorded[seed])
  })

  it("of another seed differs in every series", () => {
    const other = seven.bars
    for (const ticker of allTickers) {
      const [a, b] = [tickerColumns(shippedMarket.bars, ticker), tickerColumns(other, ticker)]
      expect(b.session).toEqual(a.session)
      for (const name of ["open", "high", "low", "close", "adjClose"] as const) {
        const [left, right] = [returnsOf(a[name]), returnsOf(b[name])]
        expect(left.filter((r, t) => r === right[t]).length, `${ticker} ${name}`).toBeLessThan(20)
      }
      const sameVolume = a.volume.filter((v, t) => v === b.volume[t] && v > 0).length
      expect(sameVolume, `${ticker} volume`).toBeLessThan(20)
    }
  })

  it.each(allTickers)("keeps the bytes of all others without %s", (dropped) => {
    const { bars, truth } = generateDemoMarket({ seed: 7, tickers: allTickers.filter((t) => t !== dropped) })
    expect(bars.tickers).toEqual(seven.bars.tickers.filter((ticker) => ticker !== dropped))
    for (const ticker of bars.tickers) {
      expect(firstDifference(bars, seven.bars, ticker, [...rawNames, "adjClose"])).toBe(undefined)
    }
    const sameTruth = bars.tickers.every((ticker, i) =>
      truth.session.every((_, t) =>
        Object.is(
          truth.driftPerDay[t * bars.tickers.length + i],
          seven.truth.driftPerDay[t * allTickers.length + seven.truth.tickers.indexOf(ticker)],
        ),
      ),
    )
    expect(sameTruth).toBe(true)
  })

  it("keeps the bytes of a ticker that stands alone, and knows no order of the request", () => {
    const alone = generateDemoMarket({ seed: shippedSeed, tickers: ["TECH"] }).bars
    expect(firstDifference(alone, shippedMarket.bars, "TECH", [...rawNames, "adjClose"])).toBe(undefined)
    const reversed = generateDemoMarket({ seed: 7, tickers: allTickers.toReversed() })
    expect(canonicalText(reversed.bars) === canonicalText(seven.bars)).toBe(true)
  })

  it.each(["2020-01-31", "2020-06-14", "2020-09-01"])(
    "up to %s is the first part of the market up to 2024",
    (end) => {
      const part = generateDemoMarket({ seed: shippedSeed, to: day(end) })
      const { bars, truth } = shippedMarket
      for (const ticker of allTickers) {
        expect(firstDifference(part.bars, bars, ticker, rawNames), ticker).toBe(undefined)
        const bound = tickerColumns(bars, ticker).session.filter((session) => session <= day(end)).length
        expect(tickerColumns(part.bars, ticker).session.length).toBe(bound)
      }
      const cells = part.truth.session.length * allTickers.length
      expect(part.truth.regime.every((regime, t) => regime === truth.regime[t])).toBe(true)
      expect(part.truth.volatilityPerDay.every((v, i) => Object.is(v, truth.volatilityPerDay[i]))).toBe(true)
      expect(part.truth.volatilityPerDay.length).toBe(cells)
      expect(part.listing.find(({ ticker }) => ticker === "GONE")!.delisted).toBe(
        end < "2020-06-15" ? null : day("2020-06-15"),
      )
    },
  )

  it("from a later session is the last part, adjusted closes included", () => {
    const from = "2019-05-31"
    const part = generateDemoMarket({ seed: shippedSeed, from: day(from) })
    const skipped = shippedMarket.truth.session.length - part.truth.session.length
    for (const ticker of allTickers) {
      const earlier = tickerColumns(shippedMarket.bars, ticker).session.filter(
        (session) => session < day(from),
      ).length
      const names = [...rawNames, "adjClose"] as const
      expect(firstDifference(part.bars, shippedMarket.bars, ticker, names, earlier), ticker).toBe(undefined)
    }
    expect(part.listing.find(({ ticker }) => ticker === "USEQ")!.first).toBe(day(from))
    expect(canonicalTruth(part.truth).split("\n").slice(1).join()).toBe(
      canonicalTruth(shippedMarket.truth)
        .split("\n")
        .slice(1 + skipped)
        .join(),
    )
  })

  it("is empty, and no error, where nothing is asked for", () => {
    for (const nothing of [{ to: day("2012-12-31") }, { from: day("2025-01-01") }, { tickers: [] }]) {
      const { bars, listing } = generateDemoMarket({ seed: 1, ...nothing })
      expect([bars.tickers.length, bars.session.length, bars.close.length, listing.length]).toEqual([
        0, 0, 0, 0,
      ])
    }
  })
})
