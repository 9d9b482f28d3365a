import { describe, expect, it } from "vitest"
import { accepts, intentOf } from "./intentOf.ts"

const short = { type: "cross_sectional_momentum", momentum_lookback: 3, momentum_skip: 1 }

describe("the cross-sectional momentum strategy", () => {
  it("scores assets by rank, from −1 to 1, and leaves the latest stretch out", () => {
    // growth from three sessions ago to the session before the last: +20 %, −10 %, 0 %
    const levels = [
      [10, 11, 12, 1],
      [10, 9, 9, 900],
      [10, 8, 10, 10],
    ]
    const { intent } = intentOf(short, levels)
    expect(intent.slice(0, 9).every(Number.isNaN)).toBe(true)
    expect(intent.slice(9)).toEqual([1, -1, 0])
  })

  it("ranks only what has a momentum and a price; alone, or all equal, is 0", () => {
    const [up, down] = [
      [10, 11, 12, 13],
      [10, 9, 8, 7],
    ]
    expect(intentOf(short, [up, down, [NaN, 10, 10, 10], [10, 10, 10, NaN]]).intent.slice(12)).toEqual([
      1,
      -1,
      NaN,
      NaN,
    ])
    expect(intentOf(short, up).intent.at(-1)).toBe(0)
    expect(intentOf(short, [up, up, up]).intent.slice(9)).toEqual([0, 0, 0])
  })

  it("gives signals instead of scores once it has a threshold", () => {
    const levels = [1.3, 1.2, 1.1, 1, 0.9].map((growth) => [10, 10, 10 * growth, 10])
    const last = (changes: object) => intentOf({ ...short, ...changes }, levels).intent.slice(15)
    expect(last({})).toEqual([1, 0.5, 0, -0.5, -1])
    expect(last({ threshold: 0.5 })).toEqual([1, 0, 0, 0, -1]) // a tie is neutral
    expect(last({ threshold: 0.4 })).toEqual([1, 1, 0, -1, -1])
  })

  it("refuses to leave out as much as it looks back", () => {
    expect(accepts({ type: "cross_sectional_momentum" })).toBe(true)
    expect(accepts({ ...short, momentum_skip: 3 })).toBe(false)
    expect(accepts({ ...short, threshold: -0.1 })).toBe(false)
  })
})
