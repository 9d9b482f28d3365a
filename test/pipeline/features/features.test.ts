import fc from "fast-check"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import { Breakout } from "../../../src/pipeline/features/breakout.ts"
import { catalogue } from "../../../src/pipeline/features/index.ts"
import { Momentum } from "../../../src/pipeline/features/momentum.ts"
import { MovingAverageCrossover } from "../../../src/pipeline/features/movingAverageCrossover.ts"
import { chance, indexOf, panelOf, type Shape, shapes } from "../../laws/markets.ts"
import { column, mean, order, windowAt } from "../../laws/naive.ts"
import { checkLaws, runNode } from "../../laws/panelLaws.ts"

type Rule = (series: ReadonlyArray<number>, t: number) => number

const momentumRule =
  (lookback: number): Rule =>
  (series, t) =>
    t < lookback ? NaN : order(series[t]!, series[t - lookback]!)

const crossoverRule =
  (short: number, long: number): Rule =>
  (series, t) => {
    const window = windowAt(series, t, long)
    return window === undefined ? NaN : order(mean(window.slice(-short)), mean(window))
  }

const breakoutRule =
  (period: number): Rule =>
  (series, t) => {
    const window = windowAt(series, t, period)
    if (window === undefined || window.some(Number.isNaN)) return NaN
    const high = order(series[t]!, 0.99 * Math.max(...window)) === 1
    const low = order(series[t]!, 1.01 * Math.min(...window)) === -1
    return high === low ? 0 : high ? 1 : -1
  }

const spans = fc.integer({ min: 1, max: 25 })
const cases = fc.tuple(spans, spans).map(([a, b]) => [
  { node: Momentum, config: { lookback_sessions: a }, rule: momentumRule(a) },
  {
    node: MovingAverageCrossover,
    config: { short_sessions: a, long_sessions: a + b },
    rule: crossoverRule(a, a + b),
  },
  { node: Breakout, config: { period_sessions: a }, rule: breakoutRule(a) },
])

/** Ones, with a listing that ends (−1) and another that begins some sessions later. */
const listingOf = (shape: Shape): Panel.Panel => {
  const next = chance(shape.seed + 3)
  const ends = Array.from({ length: shape.width }, () => Math.floor(next() * 1.5 * shape.rows))
  return panelOf(shape, (_, t, i) => (t === ends[i] ? -1 : t > ends[i]! && t < ends[i]! + 3 ? NaN : 1))
}

describe("features", () => {
  it("signal what a plain re-computation of each window signals", () => {
    fc.assert(
      fc.property(shapes(70), cases, (shape, each) => {
        const index = indexOf(shape)
        for (const { node, config, rule } of each) {
          const { signal } = runNode({ node, config, inputs: { index, listing: undefined } }).panels
          for (let i = 0; i < shape.width; i++) {
            const series = column(index.values, shape.width, i)
            const ours = column(signal!.values, shape.width, i)
            expect(ours, node.spec.name).toEqual(series.map((_, t) => rule(series, t)))
          }
        }
      }),
      { seed: 11, numRuns: 150 },
    )
  })

  it("obey the laws", () => {
    fc.assert(
      fc.property(shapes(60), cases, fc.boolean(), (shape, each, listed) => {
        const inputs = { index: indexOf(shape), listing: listed ? listingOf(shape) : undefined }
        for (const { node, config } of each) checkLaws({ node, config, inputs }, shape.cut)
      }),
      { seed: 12, numRuns: 150 },
    )
  })

  it("have a value that goes with the signal", () => {
    const shape = { seed: 5, rows: 60, width: 4, cut: 0 }
    const index = indexOf(shape)
    const { signal, value } = runNode({
      node: Momentum,
      config: { lookback_sessions: 5 },
      inputs: { index },
    }).panels
    signal!.values.forEach((sign, at) => {
      if (sign === 0) expect(Math.abs(value!.values[at]!)).toBeLessThan(1e-11)
      else expect(Math.sign(value!.values[at]!)).toEqual(sign)
    })
  })

  it("do not look across the end of a listing", () => {
    const series = Panel.make(
      { sessions: Int32Array.of(1, 2, 3, 4, 5, 6) },
      ["A"],
      Float64Array.of(5, 5, 5, 9, 9, 10),
    )
    const listing = Panel.like(series, Float64Array.of(1, 1, -1, 1, 1, 1))
    const momentum = { node: Momentum, config: { lookback_sessions: 2 } }
    expect([...runNode({ ...momentum, inputs: { index: series } }).panels["signal"]!.values]).toEqual([
      NaN,
      NaN,
      0,
      1,
      1,
      1,
    ])
    const listed = runNode({ ...momentum, inputs: { index: series, listing } })
    expect([...listed.panels["signal"]!.values]).toEqual([NaN, NaN, 0, NaN, NaN, 1])
  })

  it("put the position in the channel between 0 and 1, and in the middle of a channel without width", () => {
    const of = (...levels: Array<number>) => {
      const index = Panel.make(
        { sessions: Int32Array.from(levels, (_, t) => t) },
        ["A"],
        Float64Array.from(levels),
      )
      return [
        ...runNode({ node: Breakout, config: { period_sessions: 3 }, inputs: { index } }).panels["value"]!
          .values,
      ]
    }
    expect(of(1, 2, 3, 1, 2)).toEqual([NaN, NaN, 1, 0, 0.5])
    expect(of(7, 7, 7 * (1 + 4e-16))).toEqual([NaN, NaN, 0.5])
  })

  it("count a close at the edge of a band for neither side", () => {
    const signalOf = (...levels: Array<number>) => {
      const index = Panel.make(
        { sessions: Int32Array.from(levels, (_, t) => t) },
        ["A"],
        Float64Array.from(levels),
      )
      const { signal } = runNode({
        node: Breakout,
        config: { period_sessions: levels.length },
        inputs: { index },
      }).panels
      return signal!.values.at(-1)
    }
    expect(signalOf(100, 50, 99)).toBe(0)
    expect(signalOf(100, 50, 99 * (1 + 3e-16))).toBe(0)
    expect(signalOf(100, 50, 50.5 * (1 - 3e-16))).toBe(0)
    expect(signalOf(100, 50, 99.0001)).toBe(1)
    expect(signalOf(100, 50, 50.5)).toBe(0)
    expect(signalOf(100, 50, 50.4999)).toBe(-1)
    expect(signalOf(100, 100, 100)).toBe(0)
  })

  it("refuse a short mean that is not shorter than the long one, with the remedy", () => {
    const decode = Schema.decodeUnknownSync(MovingAverageCrossover.spec.config)
    expect(() => decode({ short_sessions: 50, long_sessions: 50 })).toThrow(
      /below long_sessions \(50\); lower it/,
    )
    expect(decode({ short_sessions: 50, long_sessions: 51 })).toEqual({
      short_sessions: 50,
      long_sessions: 51,
    })
  })

  it("are all in the catalogue", () => {
    expect(catalogue.map(({ spec }) => spec.name)).toEqual([
      "features/momentum",
      "features/moving-average-crossover",
      "features/breakout",
    ])
  })
})
