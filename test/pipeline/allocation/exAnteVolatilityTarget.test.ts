import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { ExAnteVolatilityTarget } from "../../../src/pipeline/allocation/exAnteVolatilityTarget.ts"
import { covarianceOf, type Estimator } from "../../oracle/covariance.ts"
import { onDecisions, panelOf, type Shape, shapes } from "../../laws/markets.ts"
import { checkLaws, runNode } from "../../laws/panelLaws.ts"

const decode = Schema.decodeUnknownSync(ExAnteVolatilityTarget.spec.config)

const weightsOf = (shape: Shape) =>
  onDecisions(shape, (next) => (next() < 0.1 ? NaN : next() < 0.3 ? 0 : next() - 0.4), 6)

/** Now and then a return that is not known. */
const returnsOf = (shape: Shape) =>
  panelOf(shape, (next) => (next() < 0.005 ? NaN : 0.04 * (next() - 0.48)), 3)

const configs = fc.record({
  target_vol: fc.constantFrom(0.05, 0.1, 0.3),
  max_leverage: fc.constantFrom(2, 20),
  covariance: fc.constantFrom<Estimator["covariance"]>(
    ...(["sample", "ewma", "ledoit_wolf", "oas", "constant_correlation", "factor_model"] as const),
  ),
  half_life_sessions: fc.constant(4),
  factors: fc.constantFrom(1, 2),
  window: fc.integer({ min: 4, max: 10 }),
  lag: fc.constantFrom(0, 1),
})

const rowOf = (panel: Panel.Panel, t: number): ReadonlyArray<number> => [
  ...panel.values.subarray(t * panel.assets.length, (t + 1) * panel.assets.length),
]

const run = (config: object, weights: Panel.Panel, returns: Panel.Panel) =>
  runNode({ node: ExAnteVolatilityTarget, config: decode(config), inputs: { weights, returns } }).panels

/** One decision on the last row of a market without gaps. */
function lastDecision(
  weights: ReadonlyArray<number>,
  config: object,
  change: (t: number, i: number) => number | undefined = () => undefined,
) {
  const shape = { seed: 7, rows: 12, width: weights.length, cut: 0 }
  const returns = panelOf(shape, (next, t, i) => {
    const drawn = 0.02 * (next() - 0.5)
    return change(t, i) ?? drawn
  })
  const wanted = Panel.like(
    returns,
    returns.values.map((_, at) => (at < 11 * weights.length ? NaN : weights[at - 11 * weights.length]!)),
  )
  const leverage = run({ target_vol: 0.1, window: 12, max_leverage: 20, ...config }, wanted, returns)[
    "leverage"
  ]!
  const at = (column: string) => Series.column(leverage, column)[11]!
  return { leverage: at("leverage"), volatility: at("volatility"), returns }
}

describe("allocation/ex-ante-volatility-target", () => {
  it("levers each decision by √(w'Σw) of what it wants, whatever the estimator of Σ", () => {
    let predicted = 0
    fc.assert(
      fc.property(shapes(60, 4), configs, (shape, config) => {
        const [weights, returns] = [weightsOf(shape), returnsOf(shape)]
        const panels = run(config, weights, returns)
        const column = (name: string) => Series.column(panels["leverage"]!, name)
        for (let t = 0; t < shape.rows; t++) {
          const row = rowOf(weights, t)
          const [leverage, volatility] = [column("leverage")[t]!, column("volatility")[t]!]
          if (row.every(Number.isNaN)) {
            expect([leverage, volatility]).toEqual([NaN, NaN])
            expect(rowOf(panels["weights"]!, t)).toEqual(row)
            continue
          }
          const end = t - config.lag + 1
          const held = row.flatMap((weight, i) => (Math.abs(weight) > 0 ? [i] : []))
          const series = held.map((i) =>
            Array.from(
              { length: config.window },
              (_, k) => rowOf(returns, end - config.window + k)[i] ?? NaN,
            ),
          )
          if (end < config.window || series.some((one) => one.some(Number.isNaN))) {
            expect([leverage, volatility]).toEqual([1, NaN])
            continue
          }
          const sigma = covarianceOf(series, config)
          const variance = held
            .flatMap((i, a) => held.map((j, b) => row[i]! * row[j]! * sigma[a]![b]!))
            .reduce((sum, part) => sum + part, 0)
          const wanted = Math.sqrt(Math.max(0, variance) * 252)
          expect(volatility).toBeCloseTo(wanted, 11)
          expect(leverage).toBeCloseTo(
            wanted < 1e-8 ? 1 : Math.min(config.target_vol / wanted, config.max_leverage),
            9,
          )
          rowOf(panels["weights"]!, t).forEach((weight, i) => expect(weight).toBe(row[i]! * leverage + 0))
          predicted++
        }
      }),
      { seed: 91, numRuns: 200 },
    )
    expect(predicted).toBeGreaterThan(300)
  })

  it("sees a hedge where volatilities alone would see two risks", () => {
    const twins = (t: number, i: number) => (i === 1 ? 0.01 * (t % 3) : i === 0 ? 0.01 * (t % 3) : undefined)
    expect(lastDecision([0.5, -0.5], {}, twins).volatility).toBeCloseTo(0, 12)
    expect(lastDecision([0.5, -0.5], {}, twins).leverage).toBe(1)
    expect(lastDecision([0.5, 0.5], {}, twins).volatility).toBeGreaterThan(0.1)
  })

  it("takes a price that does not move for no risk, and an asset that is not held for nothing", () => {
    const still = lastDecision([0.5, 0.5], {}, (_, i) => (i === 1 ? 0 : undefined))
    const alone = lastDecision([0.5, 0], {}, (_, i) => (i === 1 ? NaN : undefined))
    expect(still.volatility).toBe(alone.volatility)
    expect(still.leverage).toBeCloseTo(0.1 / still.volatility, 12)
    for (const covariance of ["ledoit_wolf", "constant_correlation", "factor_model"])
      expect(
        lastDecision([0.5, 0.5], { covariance }, (_, i) => (i === 1 ? 0 : undefined)).volatility,
      ).toBeGreaterThan(0)
  })

  it("leaves a row alone that it cannot predict: a return missing, a window too long, nothing wanted or nothing that moves", () => {
    const missing = lastDecision([0.5, 0.5], {}, (t, i) => (t === 4 && i === 1 ? NaN : undefined))
    expect([missing.leverage, missing.volatility]).toEqual([1, NaN])
    expect(lastDecision([0.5, 0.5], { window: 13 }).leverage).toBe(1)
    expect(lastDecision([0, 0], {})).toMatchObject({ leverage: 1, volatility: 0 })
    expect(lastDecision([0.5, 0.5], {}, () => 0)).toMatchObject({ leverage: 1, volatility: 0 })
    expect(lastDecision([0.5, 0.5], { min_leverage: 1.5 }, () => 0).leverage).toBe(1.5)
  })

  it("refuses bounds in the wrong order", () =>
    expect(() => decode({ target_vol: 0.1, min_leverage: 3 })).toThrow(/must not exceed max_leverage \(2\)/))

  it("obeys the laws", () => {
    fc.assert(
      fc.property(
        shapes(40, 3),
        configs,
        fc.constantFrom("rebalance", "weekly", "monthly"),
        (shape, config, covariance_update) =>
          checkLaws(
            {
              node: ExAnteVolatilityTarget,
              config: decode({ ...config, covariance_update }),
              inputs: { weights: weightsOf(shape), returns: returnsOf(shape) },
            },
            shape.cut,
          ),
      ),
      { seed: 92, numRuns: 60 },
    )
  })
})
