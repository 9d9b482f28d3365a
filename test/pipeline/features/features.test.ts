import fc from "fast-check"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import type { Definition } from "../../../src/dag/Node.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { Bollinger } from "../../../src/pipeline/features/bollinger.ts"
import { Breakout } from "../../../src/pipeline/features/breakout.ts"
import { catalogue } from "../../../src/pipeline/features/index.ts"
import { Momentum } from "../../../src/pipeline/features/momentum.ts"
import { MovingAverageCrossover } from "../../../src/pipeline/features/movingAverageCrossover.ts"
import { Rsi } from "../../../src/pipeline/features/rsi.ts"
import { SkippedMomentum } from "../../../src/pipeline/features/skippedMomentum.ts"
import { RealisedVolatility } from "../../../src/pipeline/features/volatility.ts"
import { ZScore } from "../../../src/pipeline/features/zScore.ts"
import { chance, indexOf, panelOf, type Shape, shapes } from "../../laws/markets.ts"
import { column, deviation, mean, order, windowAt } from "../../laws/naive.ts"
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

/** The `count` levels up to t and their n − 1 changes, a change of dust being none. */
const changesAt = (series: ReadonlyArray<number>, t: number, count: number) =>
  windowAt(series, t, count + 1)?.flatMap((level, k, window) => {
    const before = window[k - 1]
    return before === undefined ? [] : [order(level, before) === 0 ? 0 : level - before]
  })

const rsiValue =
  (period: number): Rule =>
  (series, t) => {
    const changes = changesAt(series, t, period)
    if (changes === undefined || changes.some(Number.isNaN)) return NaN
    const rise = mean(changes.map((change) => Math.max(change, 0)))
    const fall = mean(changes.map((change) => Math.max(-change, 0)))
    return rise === 0 && fall === 0 ? 50 : fall === 0 ? 100 : 100 - 100 / (1 + rise / fall)
  }

const zValue =
  (lookback: number): Rule =>
  (series, t) => {
    const window = windowAt(series, t, lookback)
    if (window === undefined || window.some(Number.isNaN)) return NaN
    const middle = mean(window)
    return order(series[t]!, middle) === 0 ? 0 : (series[t]! - middle) / deviation(window)
  }

const skippedValue =
  (lookback: number, skip: number): Rule =>
  (series, t) =>
    t < lookback || Number.isNaN(series[t]!) ? NaN : series[t - skip]! / series[t - lookback]! - 1

const volatilityValue =
  (lookback: number): Rule =>
  (series, t) => {
    const window = windowAt(series, t, lookback + 1)
    if (window === undefined || window.some(Number.isNaN)) return NaN
    const size = deviation(window.slice(1).map((level, k) => level / window[k]! - 1))
    return size < 1e-8 ? NaN : size
  }

/** Long below the lower bound, short above the upper one. */
const against = (value: number, lower: number, upper: number): number =>
  Number.isNaN(value) ? NaN : order(value, lower) < 0 ? 1 : order(value, upper) > 0 ? -1 : 0

const bandRule =
  (period: number, width: number): Rule =>
  (series, t) => {
    const window = windowAt(series, t, period)
    if (window === undefined || window.some(Number.isNaN)) return NaN
    const [middle, half] = [mean(window), width * deviation(window)]
    return against(series[t]!, middle - half, middle + half)
  }

const spans = fc.integer({ min: 1, max: 25 })
const signalCases = fc.tuple(spans, spans).map(([a, b]) => [
  { node: Momentum, config: { lookback_sessions: a }, rule: momentumRule(a) },
  {
    node: MovingAverageCrossover,
    config: { short_sessions: a, long_sessions: a + b },
    rule: crossoverRule(a, a + b),
  },
  { node: Breakout, config: { period_sessions: a }, rule: breakoutRule(a) },
  {
    node: Rsi,
    config: { period_sessions: a, oversold: 30, overbought: 70 },
    rule: ((series, t) => against(rsiValue(a)(series, t), 30, 70)) satisfies Rule,
  },
  {
    node: Bollinger,
    config: { period_sessions: a + 1, width_deviations: 0.5 + b / 10 },
    rule: bandRule(a + 1, 0.5 + b / 10),
  },
  {
    node: ZScore,
    config: { lookback_sessions: a + 1, threshold: b / 10 },
    rule: ((series, t) => against(zValue(a + 1)(series, t), -b / 10, b / 10)) satisfies Rule,
  },
])

const valueCases = fc.tuple(spans, spans).map(([a, b]) => [
  { node: Rsi, config: { period_sessions: a, oversold: 30, overbought: 70 }, rule: rsiValue(a) },
  { node: ZScore, config: { lookback_sessions: a + 1, threshold: 1.5 }, rule: zValue(a + 1) },
  {
    node: Bollinger,
    config: { period_sessions: a + 1, width_deviations: 2 },
    rule: ((series, t) => zValue(a + 1)(series, t) / 2) satisfies Rule,
  },
  {
    node: SkippedMomentum,
    config: { lookback_sessions: a + b, skip_sessions: a },
    rule: skippedValue(a + b, a),
  },
  { node: RealisedVolatility, config: { lookback_sessions: a + 1 }, rule: volatilityValue(a + 1) },
])

const cases = fc.tuple(signalCases, valueCases).map((both) => both.flat())

/** Ones, with a listing that ends (−1) and another that begins some sessions later. */
const listingOf = (shape: Shape): Panel.Panel => {
  const next = chance(shape.seed + 3)
  const ends = Array.from({ length: shape.width }, () => Math.floor(next() * 1.5 * shape.rows))
  return panelOf(shape, (_, t, i) => (t === ends[i] ? -1 : t > ends[i]! && t < ends[i]! + 3 ? NaN : 1))
}

describe("features", () => {
  it("signal what a plain re-computation of each window signals", () => {
    fc.assert(
      fc.property(shapes(70), signalCases, (shape, each) => {
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

  it("have the value that a plain re-computation of each window has", () => {
    fc.assert(
      fc.property(shapes(70), valueCases, (shape, each) => {
        const index = indexOf(shape)
        for (const { node, config, rule } of each) {
          const { value } = runNode({ node, config, inputs: { index, listing: undefined } }).panels
          for (let i = 0; i < shape.width; i++) {
            const series = column(index.values, shape.width, i)
            column(value!.values, shape.width, i).forEach((ours, t) => {
              const theirs = rule(series, t)
              if (Number.isNaN(theirs)) expect(ours, node.spec.name).toBeNaN()
              else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(theirs)))
            })
          }
        }
      }),
      { seed: 13, numRuns: 100 },
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

  it("are in the middle where nothing moves, though the index carries dust", () => {
    const levels = [100, 100 * (1 + 4e-16), 100, 100 * (1 - 4e-16), 100]
    const index = Panel.make({ sessions: Int32Array.of(1, 2, 3, 4, 5) }, ["A"], Float64Array.from(levels))
    const last = (node: Definition, config: object) => {
      const { signal, value } = runNode({ node, config, inputs: { index } }).panels
      return [signal!.values.at(-1), value!.values.at(-1)]
    }
    expect(last(Rsi, { period_sessions: 4, oversold: 30, overbought: 70 })).toEqual([0, 50])
    expect(last(Bollinger, { period_sessions: 5, width_deviations: 2 })).toEqual([0, 0])
    expect(last(ZScore, { lookback_sessions: 5, threshold: 0.1 })).toEqual([0, 0])
    const { value } = runNode({
      node: RealisedVolatility,
      config: { lookback_sessions: 4 },
      inputs: { index },
    }).panels
    expect(value!.values.at(-1)).toBeNaN()
  })

  it("read RSI 100 in a steady rise, 0 in a steady fall, and exist from row n on", () => {
    const rsi = (...levels: Array<number>) => {
      const sessions = Int32Array.from(levels, (_, t) => t)
      const index = Panel.make({ sessions }, ["A"], Float64Array.from(levels))
      const config = { period_sessions: 2, oversold: 30, overbought: 70 }
      const { signal, value } = runNode({ node: Rsi, config, inputs: { index } }).panels
      return { signal: [...signal!.values], value: [...value!.values] }
    }
    expect(rsi(1, 2, 3)).toEqual({ signal: [NaN, NaN, -1], value: [NaN, NaN, 100] })
    expect(rsi(3, 2, 1)).toEqual({ signal: [NaN, NaN, 1], value: [NaN, NaN, 0] })
    expect(rsi(10, 11, 10, 10)).toEqual({ signal: [NaN, NaN, 0, 1], value: [NaN, NaN, 50, 0] })
    expect(rsi(17, 20, 13).signal).toEqual([NaN, NaN, 0]) // 3 up, 7 down: exactly 30
  })

  it("refuse bounds and windows in the wrong order, with the remedy", () => {
    const refusal = (node: Definition, config: object) => () =>
      Schema.decodeUnknownSync(node.spec.config)(config)
    expect(refusal(Rsi, { period_sessions: 14, oversold: 70 })).toThrow(/must be below overbought \(70\)/)
    expect(refusal(SkippedMomentum, { lookback_sessions: 21, skip_sessions: 21 })).toThrow(
      /must be below lookback_sessions \(21\)/,
    )
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
      "features/rsi",
      "features/bollinger",
      "features/z-score",
      "features/skipped-momentum",
      "features/volatility",
    ])
  })
})
