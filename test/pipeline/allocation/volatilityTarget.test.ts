import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { VolatilityTarget } from "../../../src/pipeline/allocation/volatilityTarget.ts"
import { chance, onDecisions, panelOf, type Shape, shapes } from "../../laws/markets.ts"
import { deviation } from "../../laws/naive.ts"
import { checkLaws, runNode } from "../../laws/panelLaws.ts"

const decode = Schema.decodeUnknownSync(VolatilityTarget.spec.config)

/** Returns of a book that first fills somewhere in its first half, with a stretch without movement. */
function bookOf(shape: Shape): Series.Series {
  const next = chance(shape.seed + 41)
  const first = Math.floor((next() * shape.rows) / 2)
  const still = Math.floor(next() * shape.rows)
  const gross = Float64Array.from({ length: shape.rows }, (_, t) =>
    t < first || (t >= still && t < still + 8) ? 0 : (next() - 0.5) * 0.03,
  )
  const filled = Float64Array.from(gross, (_, t) => (t === first || (t > first && next() < 0.1) ? 1 : 0))
  return Series.make(panelOf(shape, () => 0).calendar, { gross, filled })
}

const weightsOf = (shape: Shape) => onDecisions(shape, (next) => (next() < 0.1 ? NaN : next() - 0.3), 6)

const configs = fc.record({
  target_vol: fc.constantFrom(0.05, 0.1, 0.3),
  vol_lookback: fc.integer({ min: 2, max: 10 }),
  min_leverage: fc.constantFrom(0, 0.5),
  leverage_update: fc.constantFrom("rebalance", "daily"),
  lag: fc.constantFrom(0, 1),
  sessions_to_fill: fc.constantFrom(0, 1, 3),
})

/** L of the definition at row t, from the returns that lie after the first fill. */
function leverageAt(
  book: Series.Series,
  t: number,
  config: { target_vol: number; vol_lookback: number; min_leverage: number; lag: number },
): number {
  const gross = [...Series.column(book, "gross")]
  const first = Series.column(book, "filled").indexOf(1)
  const clip = (x: number) => Math.min(2, Math.max(config.min_leverage, x))
  const returns = first < 0 ? [] : gross.slice(first + 1, Math.max(first + 1, t - config.lag + 1))
  if (returns.length < config.vol_lookback) return clip(1)
  const sigma = deviation(returns.slice(-config.vol_lookback)) * Math.sqrt(252)
  return sigma < 1e-8 ? clip(1) : clip(config.target_vol / sigma)
}

describe("allocation/volatility-target", () => {
  it("levers each decision by the realised volatility of the unlevered book", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, given) => {
        const config = { ...given, leverage_update: "rebalance" }
        const [weights, book] = [weightsOf(shape), bookOf(shape)]
        const { panels } = runNode({
          node: VolatilityTarget,
          config: decode(config),
          inputs: { weights, book },
        })
        const leverage = Series.column(panels["leverage"]!, "leverage")
        for (let t = 0; t < shape.rows; t++) {
          const row = (panel: Panel.Panel) => [
            ...panel.values.subarray(t * shape.width, (t + 1) * shape.width),
          ]
          const decided = row(weights).some((weight) => !Number.isNaN(weight))
          if (!decided) expect(leverage[t]).toBeNaN()
          else expect(leverage[t]).toBeCloseTo(leverageAt(book, t, config), 11)
          row(panels["weights"]!).forEach((weight, i) =>
            expect(weight).toEqual(decided ? row(weights)[i]! * leverage[t]! + 0 : NaN),
          )
        }
      }),
      { seed: 71, numRuns: 150 },
    )
  })

  it("daily: the leverage decided sessions_to_fill sessions before × what the book then holds, from its first fill on", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, given) => {
        const config = { ...given, leverage_update: "daily" }
        const book = bookOf(shape)
        const filled = panelOf(shape, (next) => next() - 0.2, 9)
        const inputs = { weights: weightsOf(shape), book, filled }
        const { panels } = runNode({ node: VolatilityTarget, config: decode(config), inputs })
        const first = Series.column(book, "filled").indexOf(1)
        panels["weights"]!.values.forEach((weight, at) => {
          const t = Math.floor(at / shape.width)
          if (first < 0 || t < first) expect(weight).toBeNaN()
          else {
            const expected = leverageAt(book, t - config.sessions_to_fill, config)
            expect(weight).toBeCloseTo(filled.values[at]! * expected, 11)
          }
        })
      }),
      { seed: 72, numRuns: 150 },
    )
  })

  it("daily with leverage 1 gives the very weights of the book", () => {
    const shape = { seed: 4, rows: 50, width: 3, cut: 0 }
    const filled = panelOf(shape, (next) => next() - 0.2, 9)
    const config = decode({ target_vol: 0.1, min_leverage: 1, max_leverage: 1, leverage_update: "daily" })
    const book = bookOf(shape)
    const { panels } = runNode({
      node: VolatilityTarget,
      config,
      inputs: { weights: weightsOf(shape), book, filled },
    })
    const from = Series.column(book, "filled").indexOf(1) * shape.width
    expect(panels["weights"]!.values.subarray(from)).toEqual(filled.values.subarray(from))
  })

  it("says what daily leverage needs, and refuses bounds in the wrong order", () => {
    const shape = { seed: 4, rows: 5, width: 1, cut: 0 }
    const config = decode({ target_vol: 0.1, leverage_update: "daily" })
    const inputs = { weights: weightsOf(shape), book: bookOf(shape), filled: undefined }
    const outcome = VolatilityTarget.spec.run(inputs, config, { skip: 0, state: undefined, seed: 0 })
    const { message } = Effect.runSync(Effect.flip(outcome as Effect.Effect<unknown, Error>))
    expect(message).toMatch(/Connect execution\/fills' port filled/)
    expect(() => decode({ target_vol: 0.1, min_leverage: 3 })).toThrow(/must not exceed max_leverage \(2\)/)
  })

  it("obeys the laws", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, config) => {
        const filled =
          config.leverage_update === "daily" ? panelOf(shape, (next) => next() - 0.2, 9) : undefined
        const inputs = { weights: weightsOf(shape), book: bookOf(shape), filled }
        checkLaws({ node: VolatilityTarget, config: decode(config), inputs }, shape.cut)
      }),
      { seed: 73, numRuns: 200 },
    )
  })
})
