import fc from "fast-check"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import { MeanReversion } from "../../../src/pipeline/intent/meanReversion.ts"
import { Passthrough } from "../../../src/pipeline/intent/passthrough.ts"
import { Threshold } from "../../../src/pipeline/intent/threshold.ts"
import { Trend } from "../../../src/pipeline/intent/trend.ts"
import { indexOf, panelOf, shapes } from "../../laws/markets.ts"
import { checkLaws, runNode } from "../../laws/panelLaws.ts"

const decode = Schema.decodeUnknownSync(Trend.spec.config)

/** The vote of three signals of one asset on one day. */
function vote(signals: ReadonlyArray<number>, given: unknown): number {
  const [momentum, crossover, breakout] = signals.map((signal) =>
    Panel.make({ sessions: Int32Array.of(1) }, ["A"], Float64Array.of(signal)),
  )
  const { output } = runNode({
    node: Trend,
    config: decode(given),
    inputs: { momentum, crossover, breakout },
  }).panels
  return output!.values[0]!
}

const all27 = [-1, 0, 1].flatMap((a) => [-1, 0, 1].flatMap((b) => [-1, 0, 1].map((c) => [a, b, c])))

describe("intent/trend", () => {
  it("majority: at least two more for a side than against it", () => {
    for (const signals of all27) {
      const [ups, downs] = [1, -1].map((side) => signals.filter((signal) => signal === side).length) as [
        number,
        number,
      ]
      expect(vote(signals, {})).toBe(ups - downs >= 2 ? 1 : downs - ups >= 2 ? -1 : 0)
    }
  })

  it("all: only what is unanimous", () => {
    for (const signals of all27) {
      const unanimous = signals.every((signal) => signal === signals[0])
      expect(vote(signals, { combination_method: "all" })).toBe(unanimous ? signals[0] : 0)
    }
  })

  it("weighted: a sum that ties with the threshold is neutral, whatever its rounding", () => {
    const weighted = { combination_method: "weighted" }
    expect(0.4 - 0.3 > 0.1).toBe(true) // what makes the tolerance necessary
    expect(vote([1, -1, 0], weighted)).toBe(0)
    expect(vote([-1, 1, 0], weighted)).toBe(0)
    expect(vote([1, 0, 0], weighted)).toBe(1)
    expect(vote([0, 0, -1], weighted)).toBe(-1)
    expect(vote([1, -1, -1], weighted)).toBe(-1)
    expect(vote([0, 0, 0], { ...weighted, weighted_threshold: 0 })).toBe(0)
  })

  it("is not known until all three signals are", () => {
    for (const method of ["majority", "all", "weighted"]) {
      expect(vote([1, 1, NaN], { combination_method: method })).toBeNaN()
      expect(vote([NaN, 0, 0], { combination_method: method })).toBeNaN()
    }
  })

  it("refuses weights that do not add up, but only where they count", () => {
    expect(() => decode({ combination_method: "weighted", weights: [0.5, 0.3, 0.3] })).toThrow(
      /add up to 1\.1/,
    )
    expect(() => decode({ combination_method: "weighted", weights: [1.2, -0.2, 0] })).toThrow(/must be ≥ 0/)
    expect(decode({ weights: [0.5, 0.3, 0.3] })).toEqual({
      combination_method: "majority",
      weights: [0.5, 0.3, 0.3],
      weighted_threshold: 0.1,
    })
  })

  it("obeys the laws", () => {
    fc.assert(
      fc.property(shapes(), fc.constantFrom("majority", "all", "weighted"), (shape, combination_method) => {
        const signal = (stream: number) =>
          panelOf(shape, (next) => (next() < 0.1 ? NaN : Math.floor(next() * 3) - 1), stream)
        const inputs = { momentum: signal(1), crossover: signal(2), breakout: signal(3) }
        checkLaws({ node: Trend, config: decode({ combination_method }), inputs }, shape.cut)
      }),
      { seed: 21, numRuns: 60 },
    )
  })
})

describe("intent/mean-reversion", () => {
  it("votes as the trend rule does, RSI first, then Bollinger bands, then z-score", () => {
    const three = (signals: ReadonlyArray<number>) =>
      signals.map((signal) => Panel.make({ sessions: Int32Array.of(1) }, ["A"], Float64Array.of(signal)))
    for (const combination_method of ["majority", "all", "weighted"])
      for (const signals of [...all27, [1, 1, NaN]]) {
        const given = { combination_method, weights: [0.5, 0.2, 0.3] }
        const config = Schema.decodeUnknownSync(MeanReversion.spec.config)(given)
        const [rsi, bollinger, z_score] = three(signals)
        const { output } = runNode({
          node: MeanReversion,
          config,
          inputs: { rsi, bollinger, z_score },
        }).panels
        expect(output!.values[0]).toEqual(vote(signals, given))
      }
  })
})

describe("intent/threshold", () => {
  it("gives the direction beyond the threshold; ties are neutral, NaN stays", () => {
    const scores = Panel.make(
      { sessions: Int32Array.of(1) },
      ["A", "B", "C", "D", "E", "F"],
      Float64Array.of(0.5, 0.1 + 0.2, 0.3, -0.3, -0.31, NaN),
    )
    const { output } = runNode({ node: Threshold, config: { threshold: 0.3 }, inputs: { scores } }).panels
    expect([...output!.values]).toEqual([1, 0, 0, 0, -1, NaN])
  })
})

describe("intent/passthrough", () => {
  it("is long where the index is known and obeys the laws", () => {
    fc.assert(
      fc.property(shapes(), (shape) => {
        const index = indexOf(shape)
        const { output } = runNode({ node: Passthrough, config: {}, inputs: { index } }).panels
        expect([...output!.values]).toEqual([...index.values].map((level) => (Number.isNaN(level) ? NaN : 1)))
        checkLaws({ node: Passthrough, config: {}, inputs: { index } }, shape.cut)
      }),
      { seed: 22, numRuns: 40 },
    )
  })
})
