import { describe, expect, it } from "vitest"
import { accepts, intentOf } from "./intentOf.ts"

const short = { type: "trend", momentum_lookback: 3, sma_short: 2, sma_long: 4, breakout_period: 3 }
const rising = Array.from({ length: 12 }, (_, t) => 100 * 1.05 ** t)
const falling = rising.toReversed()

describe("the trend strategy", () => {
  it("has no opinion before all three indicators exist, then follows the direction", () => {
    expect(intentOf(short, rising).intent).toEqual([NaN, NaN, NaN, ...Array.from({ length: 9 }, () => 1)])
    expect(intentOf(short, falling).intent).toEqual([NaN, NaN, NaN, ...Array.from({ length: 9 }, () => -1)])
  })

  it("is neutral where nothing moves", () => {
    expect(
      intentOf(
        short,
        Array.from({ length: 8 }, () => 50),
      ).intent.slice(3),
    ).toEqual([0, 0, 0, 0, 0])
  })

  it("shares its features with other strategies: each is a node of its own", () => {
    expect(intentOf(short, rising).nodes).toEqual([
      "features/momentum@mine",
      "features/moving-average-crossover@mine",
      "features/breakout@mine",
      "intent/trend@mine",
    ])
  })

  it("has the defaults of its schema, and refuses averages in the wrong order and unknown fields", () => {
    expect(accepts({ type: "trend" })).toBe(true)
    expect(accepts({ ...short, sma_short: 4 })).toBe(false)
    expect(accepts({ ...short, lookback: 4 })).toBe(false)
    expect(accepts({ ...short, momentum_lookback: 0 })).toBe(false)
  })
})
