import { describe, expect, it } from "vitest"
import { accepts, intentOf } from "./intentOf.ts"

const short = { type: "mean_reversion", rsi_period: 3, bb_period: 4, zscore_lookback: 10 }
const flat = Array.from({ length: 14 }, () => 50)
const rising = Array.from({ length: 14 }, (_, t) => 100 + 2 * t)
/** Nothing, and then a fall, a fall, or a rise, that nothing before prepared. */
const shock = (last: number) => [...flat.slice(0, 12).map((x, t) => x + (t % 2) * 0.1), last]

describe("the mean-reversion strategy", () => {
  it("has no opinion before all three indicators exist: nine sessions with a z-score of ten", () => {
    const { intent } = intentOf(short, flat)
    expect(intent.slice(0, 9).every(Number.isNaN)).toBe(true)
    expect(intent.slice(9).some(Number.isNaN)).toBe(false)
  })

  it("waits for the RSI's first n changes, where that is the longest window", () => {
    const { intent } = intentOf({ ...short, rsi_period: 12 }, flat)
    expect(intent.map(Number.isNaN)).toEqual([...Array(12).fill(true), false, false])
  })

  it("is neutral where nothing moves", () => {
    expect(intentOf(short, flat).intent.slice(9)).toEqual([0, 0, 0, 0, 0])
  })

  it("buys what fell too far and sells what rose too far", () => {
    expect(intentOf({ ...short, bb_std: 1 }, shock(40)).intent.at(-1)).toBe(1)
    expect(intentOf({ ...short, bb_std: 1 }, shock(60)).intent.at(-1)).toBe(-1)
  })

  it("sells a steady rise by its RSI of 100 alone, unless the others have to agree", () => {
    const rsiAlone = { ...short, bb_std: 5, zscore_threshold: 5 }
    const last = (changes: object) => intentOf({ ...rsiAlone, ...changes }, rising).intent.at(-1)
    expect(last({ combination_method: "weighted" })).toBe(-1)
    expect(last({ combination_method: "majority" })).toBe(0)
    expect(last({ combination_method: "all" })).toBe(0)
  })

  it("has the defaults of its schema, and the bounds of the original's parameters", () => {
    expect(accepts({ type: "mean_reversion" })).toBe(true)
    for (const wrong of [
      { rsi_period: 1 },
      { rsi_period: 101 },
      { rsi_period: 14.5 },
      { rsi_oversold: 70, rsi_overbought: 70 },
      { rsi_oversold: -1 },
      { rsi_overbought: 101 },
      { bb_period: 1 },
      { bb_period: 201 },
      { bb_std: 0 },
      { bb_std: 5.1 },
      { zscore_lookback: 9 },
      { zscore_lookback: 253 },
      { zscore_threshold: 0 },
      { zscore_threshold: 5.1 },
      { combination_method: "mean" },
      { combination_method: "weighted", weights: [0.5, 0.5, 0.5] },
      { combination_method: "weighted", weights: [0.5, 0.5] },
      { weighted_threshold: 1.1 },
      { lookback: 20 },
    ])
      expect(accepts({ type: "mean_reversion", ...wrong }), JSON.stringify(wrong)).toBe(false)
  })
})
