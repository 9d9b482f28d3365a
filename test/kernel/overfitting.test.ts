import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { overfitting } from "../../src/kernel/overfitting.ts"

const series = (sessions: number) =>
  fc
    .array(fc.integer({ min: -50, max: 50 }), { minLength: sessions, maxLength: sessions })
    .map((list) => Float64Array.from(list, (bps) => bps / 1000))

/** By the definition: cut, choose, join, compare; nothing is shared between splits. */
function naive(returns: ReadonlyArray<Float64Array>, blocks: number) {
  const sessions = returns[0]!.length
  const part = (b: number) =>
    Array.from({ length: sessions }, (_, t) => t).filter(
      (t) => t >= Math.floor((b * sessions) / blocks) && t < Math.floor(((b + 1) * sessions) / blocks),
    )
  const choices = (from: number, size: number): Array<Array<number>> =>
    size === 0
      ? [[]]
      : Array.from({ length: Math.max(0, blocks - from) }, (_, k) => from + k).flatMap((b) =>
          choices(b + 1, size - 1).map((rest) => [b, ...rest]),
        )
  return choices(0, blocks / 2).map((chosen) => {
    const rows = (inside: boolean) =>
      Array.from({ length: blocks }, (_, b) => b)
        .filter((b) => chosen.includes(b) === inside)
        .flatMap(part)
    const sharpe = (values: Float64Array, at: ReadonlyArray<number>) => {
      const mean = at.reduce((sum, t) => sum + values[t]!, 0) / at.length
      const squares = at.reduce((sum, t) => sum + (values[t]! - mean) ** 2, 0)
      const deviation = Math.sqrt(squares / (at.length - 1))
      return deviation < 1e-12 ? 0 : mean / deviation
    }
    const inside = returns.map((values) => sharpe(values, rows(true)))
    const outside = returns.map((values) => sharpe(values, rows(false)))
    const best = inside.indexOf(Math.max(...inside))
    const below = outside.filter((ratio) => ratio < outside[best]! - 1e-12).length
    const equal = outside.filter((ratio) => Math.abs(ratio - outside[best]!) <= 1e-12).length
    const omega = (below + (equal + 1) / 2) / (returns.length + 1)
    return { logit: Math.log(omega / (1 - omega)), loses: outside[best]! < 0 }
  })
}

describe("the probability of overfitting", () => {
  it("agrees with the definition, split by split", () => {
    const systems = fc
      .integer({ min: 12, max: 40 })
      .chain((sessions) => fc.array(series(sessions), { minLength: 2, maxLength: 6 }))
    fc.assert(
      fc.property(systems, fc.constantFrom(2, 4, 6), (returns, blocks) => {
        const found = overfitting(returns, blocks)!
        const splits = naive(returns, blocks)
        expect(found.splits).toBe(splits.length)
        splits.forEach(({ logit }, i) => expect(found.logits[i]).toBeCloseTo(logit, 9))
        expect(found.lossProbability).toBeCloseTo(
          splits.filter(({ loses }) => loses).length / splits.length,
          12,
        )
      }),
      { seed: 88, numRuns: 100 },
    )
  })

  it("is 0 where one system is better throughout, and 1 where the winner of one half always loses in the other", () => {
    const flat = (value: number) =>
      Float64Array.from({ length: 40 }, (_, t) => value + (t % 2 === 0 ? 0.01 : -0.01))
    expect(overfitting([flat(0.002), flat(0.001), flat(0)], 4)).toMatchObject({
      probability: 0,
      lossProbability: 0,
    })
    const early = Float64Array.from(flat(0), (value, t) => value + (t < 20 ? 0.01 : -0.01))
    const late = Float64Array.from(flat(0), (value, t) => value + (t < 20 ? -0.01 : 0.01))
    expect(overfitting([early, late], 2)).toMatchObject({ probability: 1, lossProbability: 1 })
  })

  it("has nothing to say of one system, an odd number of blocks, or blocks of one session", () => {
    const one = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    expect(overfitting([one], 2)).toBeUndefined()
    expect(overfitting([one, one], 3)).toBeUndefined()
    expect(overfitting([one, one], 6)).toBeUndefined()
    expect(overfitting([], 2)).toBeUndefined()
  })
})
