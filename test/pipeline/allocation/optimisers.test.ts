import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Definition } from "../../../src/dag/Node.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { civilDateOf } from "../../../src/kernel/civilDate.ts"
import { cholesky } from "../../../src/kernel/cholesky.ts"
import { factorForm, matrixOf } from "../../../src/kernel/convex/QuadraticForm.ts"
import { factorCovariance } from "../../../src/kernel/covariance/factorCovariance.ts"
import { ConstraintDiagnostics } from "../../../src/pipeline/allocation/constraintDiagnostics.ts"
import { boundsProblem, type WeightConstraints } from "../../../src/pipeline/allocation/constraints.ts"
import { ConvexSolver, type Solver } from "../../../src/pipeline/allocation/ConvexSolver.ts"
import type { Diagnostics } from "../../../src/pipeline/allocation/Diagnostics.ts"
import { Hrp } from "../../../src/pipeline/allocation/hrp.ts"
import { MaxDiversification } from "../../../src/pipeline/allocation/maxDiversification.ts"
import { MaxSharpe } from "../../../src/pipeline/allocation/maxSharpe.ts"
import { MeanVariance } from "../../../src/pipeline/allocation/meanVariance.ts"
import { MinCvar } from "../../../src/pipeline/allocation/minCvar.ts"
import { MinVariance } from "../../../src/pipeline/allocation/minVariance.ts"
import { RiskParity } from "../../../src/pipeline/allocation/riskParity.ts"
import { panelOf, type Shape, shapes } from "../../laws/markets.ts"
import { column, mean, windowAt } from "../../laws/naive.ts"
import { solver } from "../../support/solver.ts"
import { equalRisk, hierarchical, ratio, utility } from "./oracles/enumerate.ts"

const allocators = { MinVariance, MeanVariance, MaxSharpe, RiskParity, Hrp, MaxDiversification, MinCvar }

interface Inputs {
  readonly eligible: Panel.Panel
  readonly exposure: Panel.Panel
  readonly returns: Panel.Panel
}

interface Outputs {
  readonly weights: Panel.Panel
  readonly duals: Panel.Panel
  readonly record: Panel.Panel
}

function run(node: Definition, config: object, inputs: Inputs, using: Solver = solver): Outputs {
  const decoded = Schema.decodeUnknownSync(node.spec.config)(config)
  const outcome = node.spec.run({ ...inputs }, decoded, { skip: 0, state: undefined, seed: 0 })
  return Effect.runSync(Effect.provideService(outcome as Effect.Effect<Outputs>, ConvexSolver, using))
}

const diagnose = (outputs: Outputs, config: object = {}): Diagnostics =>
  ConstraintDiagnostics.spec.run(
    { ...outputs },
    Schema.decodeUnknownSync(ConstraintDiagnostics.spec.config)(config),
    {
      skip: 0,
      state: undefined,
      seed: 0,
    },
  ) as Diagnostics

const rowOf = ({ values, assets }: Panel.Panel, t: number): ReadonlyArray<number> => [
  ...values.subarray(t * assets.length, (t + 1) * assets.length),
]

const total = (row: ReadonlyArray<number>): number =>
  row.reduce((sum, weight) => sum + (Number.isNaN(weight) ? 0 : weight), 0)

/** Everybody may be held, long, and one decision is made: on the last row. */
function atTheEnd(returns: Panel.Panel, exposures?: ReadonlyArray<number>): Inputs {
  const width = returns.assets.length
  const last = returns.values.length - width
  const on = (value: (i: number) => number) =>
    Panel.like(
      returns,
      returns.values.map((_, at) => (at < last ? NaN : value(at - last))),
    )
  return { returns, eligible: on(() => 1), exposure: on((i) => exposures?.[i] ?? 1) }
}

const moving = (shape: Shape, drift = 0) =>
  panelOf(shape, (next) => drift + 0.05 * (next() - 0.5) * (0.3 + next()), 3)

const covarianceOf = (returns: Panel.Panel, window: number): ReadonlyArray<ReadonlyArray<number>> => {
  const width = returns.assets.length
  const series = returns.assets.map(
    (_, i) => windowAt(column(returns.values, width, i), Panel.rows(returns) - 1, window)!,
  )
  const centred = series.map((values) => values.map((value) => value - mean(values)))
  return centred.map((x) =>
    centred.map((y) => x.reduce((sum, value, t) => sum + value * y[t]!, 0) / (window - 1)),
  )
}

describe("on a few assets, weights are to 1e-9 those found by trying every set of bounds:", () => {
  const window = 20
  const sizes = fc.record({ seed: fc.integer({ min: 1, max: 1e6 }), width: fc.integer({ min: 1, max: 4 }) })
  const agrees = (
    node: Definition,
    config: object,
    expected: (question: Parameters<typeof ratio>[0]) => ReadonlyArray<number>,
    { boxed = true, exposures }: { boxed?: boolean; exposures?: ReadonlyArray<number> } = {},
  ) =>
    fc.assert(
      fc.property(
        sizes,
        fc.constantFrom(0, 0.1),
        fc.constantFrom(1, 0.6, 0.4),
        ({ seed, width }, min, cap) => {
          const returns = moving({ seed, width, rows: 25, cut: 0 }, 0.004)
          const max = boxed ? Math.max(cap, 1.01 / width) : 1
          const box = boxed ? { min_weight: min, max_weight: Math.min(1, max) } : {}
          const covariance = covarianceOf(returns, window)
          const gain = returns.assets.map((_, i) =>
            mean(windowAt(column(returns.values, width, i), 24, window)!),
          )
          const theirs = expected({ covariance, gain, min: boxed ? min : 0, max: Math.min(1, max) })
          // as many factors as assets leave nothing out
          for (const estimator of [{}, { covariance: "factor_model", factors: 4 }]) {
            const asked = { window, ...box, ...config, ...estimator }
            const { weights } = run(node, asked, atTheEnd(returns, exposures))
            rowOf(weights, 24).forEach((weight, i) =>
              expect(Math.abs(weight - (theirs[i]! < 1e-6 ? 0 : theirs[i]!))).toBeLessThan(1e-9),
            )
          }
        },
      ),
      { seed: 71, numRuns: 150 },
    )

  it("minimum variance", () => agrees(MinVariance, {}, (question) => utility(question, 0)))

  it("mean-variance, with expected returns from scores", () => {
    const config = { expected_returns: "scores", score_return: 0.3, risk_aversion: 4 }
    const exposures = [0.2, 1, 0.5, 0]
    agrees(
      MeanVariance,
      config,
      (question) =>
        utility({ ...question, gain: question.gain.map((_, i) => (0.3 * exposures[i]!) / 252) }, 1 / 4),
      { exposures },
    )
  })

  it("maximum diversification", () =>
    agrees(MaxDiversification, {}, (question) =>
      ratio({ ...question, gain: question.covariance.map((row, i) => Math.sqrt(row[i]!)) }),
    ))

  it("equal risk contributions", () =>
    agrees(RiskParity, {}, ({ covariance }) => equalRisk(covariance), { boxed: false }))

  it("hierarchical risk parity", () =>
    agrees(Hrp, {}, ({ covariance }) => hierarchical(covariance), { boxed: false }))
})

describe("every allocator that optimises", () => {
  const config = {
    window: 8,
    max_weight: 0.7,
    sectors: { A0: "x", A1: "x", A2: "y" },
    sector_bounds: { x: { max: 0.8 } },
  }

  it("gives weights that add up to 1 within their bounds, or the fallback, on any market", () => {
    fc.assert(
      fc.property(shapes(40, 4), fc.constantFrom("universe", "active"), (shape, allocate_over) => {
        const returns = panelOf(
          shape,
          (next, _, i) => (next() < 0.01 ? NaN : i === 1 ? 0 : 0.05 * (next() - 0.5)),
          1,
        )
        const eligible = panelOf(
          shape,
          (next, t) => (t % 5 > 0 || next() < 0.1 ? NaN : next() < 0.8 ? 1 : 0),
          2,
        )
        const exposure = panelOf(shape, (next, t) => (t % 5 > 0 ? NaN : Math.round(2 * next() - 1)), 4)
        for (const [name, node] of Object.entries(allocators)) {
          const outputs = run(node, { ...config, allocate_over }, { returns, eligible, exposure })
          const decisions = diagnose(outputs, {
            max_weight: 0.7,
            sectors: config.sectors,
            sector_bounds: config.sector_bounds,
          })
          let decision = 0
          for (let t = 0; t < shape.rows; t++) {
            const listed = rowOf(eligible, t)
            const row = rowOf(outputs.weights, t)
            if (listed.every(Number.isNaN)) {
              expect(row.every(Number.isNaN)).toBe(true)
              continue
            }
            const { members, fallback, within_bounds } = decisions[decision++]!
            row.forEach((weight, i) => expect(Number.isNaN(weight)).toBe(Number.isNaN(listed[i]!)))
            expect(Math.abs(total(row) - (members > 0 ? 1 : 0)), name).toBeLessThanOrEqual(1e-9)
            expect(row.filter((weight) => weight > 0).length).toBeLessThanOrEqual(members)
            if (!within_bounds) expect(fallback).toBe("inverse_vol")
            else
              for (const weight of row)
                if (!Number.isNaN(weight)) expect(weight).toBeLessThanOrEqual(0.7 + 1e-9)
          }
          expect(decision).toBe(decisions.length)
        }
      }),
      { seed: 72, numRuns: 60 },
    )
  })

  it("reads nothing after its window, and everything in it", () => {
    const shape = { seed: 4, rows: 40, width: 3, cut: 0 }
    const returns = moving(shape, 0.002)
    const decideOn = (t: number, panel: Panel.Panel) => {
      const only = Panel.like(
        panel,
        panel.values.map((_, at) => (Math.floor(at / 3) === t ? 1 : NaN)),
      )
      return (node: Definition, extra: object) =>
        rowOf(
          run(node, { window: 10, ...extra }, { returns: panel, eligible: only, exposure: only }).weights,
          t,
        )
    }
    const changed = (row: number) =>
      Panel.like(
        returns,
        returns.values.map((value, at) => (at === 3 * row + 1 ? value + 0.04 : value)),
      )
    for (const [name, node] of Object.entries(allocators)) {
      const before = decideOn(30, returns)
      for (const row of [31, 35, 39, 20, 5])
        expect(decideOn(30, changed(row))(node, {}), name).toEqual(before(node, {}))
      for (const row of [21, 30])
        expect(decideOn(30, changed(row))(node, {}), name).not.toEqual(before(node, {}))
      // at the signal's own close, its return is left out
      expect(decideOn(30, changed(30))(node, { lag: 1 }), name).toEqual(before(node, { lag: 1 }))
      expect(decideOn(30, changed(20))(node, { lag: 1 }), name).not.toEqual(before(node, { lag: 1 }))
    }
  })

  it("estimates anew at each decision, each week or each month, as told", () => {
    const shape = { seed: 9, rows: 80, width: 3, cut: 0 }
    const returns = moving(shape, 0.002)
    const everywhere = Panel.like(returns, new Float64Array(returns.values.length).fill(1))
    const inputs = { returns, eligible: everywhere, exposure: everywhere }
    const periods = {
      weekly: (day: number) => Math.floor((day + 3) / 7),
      monthly: (day: number) => 12 * civilDateOf(day).year + civilDateOf(day).month,
    }
    for (const [covariance_update, period] of Object.entries(periods)) {
      const { weights } = run(MinVariance, { window: 10, covariance_update }, inputs)
      const rows = Array.from(
        returns.calendar.sessions,
        (day, t) => [period(day), JSON.stringify(rowOf(weights, t))] as const,
      )
      const late = rows.slice(45)
      for (const [k, [of, row]] of late.entries()) {
        if (k === 0) continue
        expect(row === late[k - 1]![1], `${covariance_update} ${k}`).toBe(of === late[k - 1]![0])
      }
      expect(new Set(late.map(([, row]) => row)).size).toBeGreaterThan(1)
    }
  })

  it("treats a short position as its mirror image", () => {
    const returns = moving({ seed: 6, rows: 30, width: 4, cut: 0 }, 0.003)
    const mirrored = Panel.like(
      returns,
      returns.values.map((value, at) => (at % 4 === 1 ? -value : value)),
    )
    for (const [name, node] of Object.entries(allocators)) {
      const short = run(node, { window: 20 }, atTheEnd(returns, [1, -1, 0, 1])).weights
      const long = run(node, { window: 20 }, atTheEnd(mirrored)).weights
      expect(rowOf(short, 29), name).toEqual(rowOf(long, 29))
    }
  })

  it("gives the same bits however often it is asked", () => {
    const inputs = atTheEnd(moving({ seed: 3, rows: 40, width: 6, cut: 0 }, 0.003))
    for (const node of Object.values(allocators)) {
      const first = run(node, { window: 30, max_weight: 0.4 }, inputs)
      for (let again = 0; again < 5; again++)
        expect(run(node, { window: 30, max_weight: 0.4 }, inputs)).toEqual(first)
    }
  })
})

describe("a covariance by factors", () => {
  const [width, window] = [30, 24]
  const returns = moving({ seed: 21, rows: window, width, cut: 0 }, 0.002)
  const exposures = Array.from({ length: width }, (_, i) => ((i % 5) - 1.5) / 3)

  /** Returns whose sample covariance is the model's: each column of its root, up and down. */
  const asReturns = (() => {
    const inputs = atTheEnd(returns, exposures)
    const { loadings, specific } = factorCovariance(inputs.returns.values, width, 3)
    const root = cholesky(matrixOf(factorForm(loadings, specific)), width)!
    const size = Math.sqrt((2 * width - 1) / 2)
    return panelOf(
      { seed: 1, rows: 2 * width, width, cut: 0 },
      (_, t, i) => (t % 2 === 0 ? size : -size) * root[i * width + Math.floor(t / 2)]!,
    )
  })()

  it("gives every method the weights of the matrix that it stands for", () => {
    const { MinCvar: _readsReturns, ...readCovariance } = allocators
    const more: Readonly<Record<string, ReadonlyArray<object>>> = {
      MeanVariance: [{}, { target_return: 0.02 }, { target_volatility: 0.15 }],
    }
    for (const [name, node] of Object.entries(readCovariance))
      for (const targets of more[name] ?? [{}])
        for (const box of [{}, { max_weight: 0.06, min_weight: 0.005 }]) {
          const view = name === "MeanVariance" || name === "MaxSharpe" ? { expected_returns: "scores" } : {}
          const config = { ...box, ...targets, ...view }
          const byFactors = run(
            node,
            { window, covariance: "factor_model", factors: 3, ...config },
            atTheEnd(returns, exposures),
          )
          const dense = run(node, { window: 2 * width, ...config }, atTheEnd(asReturns, exposures))
          const [decision, other] = [byFactors, dense].map((outputs) => diagnose(outputs, box)[0]!)
          expect(decision, name).toMatchObject({ fallback: "none", exact: other!.exact })
          const theirs = rowOf(dense.weights, 2 * width - 1)
          rowOf(byFactors.weights, window - 1).forEach((weight, i) =>
            expect(Math.abs(weight - theirs[i]!), `${name} ${JSON.stringify(config)}`).toBeLessThan(1e-8),
          )
        }
  })
})

describe("where there is little to optimise, the result is defined:", () => {
  const shape = { seed: 12, rows: 30, width: 3, cut: 0 }
  const plain = moving(shape, 0.003)
  const withColumn = (i: number, cell: (t: number, value: number) => number) =>
    Panel.like(
      plain,
      plain.values.map((value, at) => (at % 3 === i ? cell(Math.floor(at / 3), value) : value)),
    )
  const each = (
    body: (name: string, weigh: (returns: Panel.Panel, config?: object) => ReadonlyArray<number>) => void,
  ) => {
    for (const [name, node] of Object.entries(allocators))
      body(name, (returns, config = {}) =>
        rowOf(run(node, { window: 20, ...config }, atTheEnd(returns)).weights, 29),
      )
  }

  it("a price that does not move takes no part", () =>
    each((name, weigh) => {
      const row = weigh(withColumn(1, () => 0))
      expect(row[1], name).toBe(0)
      expect(total(row)).toBeCloseTo(1, 9)
    }))

  it("nor does an asset that is not known, or not for the whole window", () =>
    each((name, weigh) => {
      for (const returns of [
        withColumn(1, () => NaN),
        withColumn(1, (t, value) => (t === 12 ? NaN : value)),
      ]) {
        const row = weigh(returns)
        expect(row[1], name).toBe(0)
        expect(total(row)).toBeCloseTo(1, 9)
      }
    }))

  it("when nobody takes part, all weights are 0", () =>
    each((name, weigh) =>
      expect(
        weigh(
          Panel.like(
            plain,
            plain.values.map(() => 0),
          ),
        ),
        name,
      ).toEqual([0, 0, 0]),
    ))

  it("one asset gets everything", () => {
    const one = moving({ seed: 2, rows: 30, width: 1, cut: 0 }, 0.003)
    each((name, weigh) => expect(weigh(one), name).toEqual([1]))
  })

  it("a history shorter than the window decides nothing", () =>
    each((name, weigh) => expect(weigh(plain, { window: 31 }), name).toEqual([0, 0, 0])))

  it("twins share: the same asset twice leaves every objective as good as once", () => {
    const twins = withColumn(1, (t) => plain.values[3 * t]!)
    each((name, weigh) => {
      const row = weigh(twins)
      expect(total(row), name).toBeCloseTo(1, 9)
      for (const weight of row) expect(weight).toBeGreaterThanOrEqual(0)
    })
  })

  it("more assets than returns: a singular covariance gives valid weights, whatever the estimator", () => {
    const wide = moving({ seed: 5, rows: 12, width: 9, cut: 0 }, 0.003)
    for (const covariance of ["sample", "ewma", "ledoit_wolf", "oas", "constant_correlation", "factor_model"])
      for (const [name, node] of Object.entries(allocators)) {
        const outputs = run(node, { window: 6, covariance, max_weight: 0.5 }, atTheEnd(wide))
        const row = rowOf(outputs.weights, 11)
        expect(total(row), `${name} ${covariance}`).toBeCloseTo(1, 9)
        for (const weight of row) expect(weight).toBeLessThanOrEqual(0.5 + 1e-9)
      }
  })

  it("scores that are all equal leave mean-variance with the variance alone", () => {
    const scores = { window: 20, expected_returns: "scores" }
    const inputs = atTheEnd(plain, [0.5, 0.5, 0.5])
    const weighed = rowOf(run(MeanVariance, scores, inputs).weights, 29)
    rowOf(run(MinVariance, { window: 20 }, inputs).weights, 29).forEach((weight, i) =>
      expect(Math.abs(weighed[i]! - weight)).toBeLessThan(1e-9),
    )
    const idle = atTheEnd(plain, [0, 0, 0])
    expect(diagnose(run(MaxSharpe, scores, idle))[0]).toMatchObject({
      status: "NoPositiveMean",
      fallback: "inverse_vol",
    })
  })
})

describe("when there are no optimal weights", () => {
  const returns = moving({ seed: 8, rows: 30, width: 4, cut: 0 }, 0.003)
  const inputs = atTheEnd(returns)
  const inverse = (() => {
    const raw = covarianceOf(returns, 20).map((row, i) => 1 / Math.sqrt(row[i]!))
    return raw.map((value) => value / total(raw))
  })()

  /** Answers the first question wrongly, later ones (moving the fallback into the bounds) rightly. */
  const failingOnce = (
    answer: (right: ReturnType<Solver["solve"]>) => ReturnType<Solver["solve"]>,
  ): Solver => {
    let asked = 0
    return {
      solve: (problem, settings) =>
        asked++ === 0 ? answer(solver.solve(problem, settings)) : solver.solve(problem, settings),
    }
  }

  it.each<[string, (right: ReturnType<Solver["solve"]>) => ReturnType<Solver["solve"]>, string]>([
    ["the solver gives up", (right) => ({ ...right, status: "NumericalError" }), "NumericalError"],
    ["the module traps", (right) => ({ ...right, status: "Trapped" }), "Trapped"],
    ["iterations run out", (right) => ({ ...right, status: "MaxIterations" }), "MaxIterations"],
    ["an answer is not finite", (right) => ({ ...right, x: right.x.map(() => NaN) }), "OutsideConstraints"],
  ])("because %s, inverse volatility takes over, on record", (_, answer, status) => {
    const outputs = run(MinVariance, { window: 20 }, inputs, failingOnce(answer))
    rowOf(outputs.weights, 29).forEach((weight, i) => expect(weight).toBeCloseTo(inverse[i]!, 9))
    const [decision] = diagnose(outputs)
    expect(decision).toMatchObject({ status, fallback: "inverse_vol", within_bounds: true, exact: false })
    expect(decision!.reason).toBeTypeOf("string")
  })

  it("a wrong answer of the solver within the bounds is put right by the exact step", () => {
    const wrong = failingOnce((right) => ({ ...right, x: right.x.map(() => 1 / 4) }))
    rowOf(run(MinVariance, { window: 20 }, inputs, wrong).weights, 29).forEach((weight, i) =>
      expect(weight).toBeCloseTo(rowOf(run(MinVariance, { window: 20 }, inputs).weights, 29)[i]!, 9),
    )
  })

  it("the fallback is moved into the bounds", () => {
    const config = { window: 20, max_weight: 0.3 }
    const outputs = run(
      MinVariance,
      config,
      inputs,
      failingOnce((right) => ({ ...right, status: "NumericalError" })),
    )
    const row = rowOf(outputs.weights, 29)
    expect(Math.max(...row)).toBeLessThanOrEqual(0.3 + 1e-9)
    expect(total(row)).toBeCloseTo(1, 12)
  })

  it("bounds that the eligible assets cannot keep are told with the arithmetic", () => {
    const outputs = run(MinVariance, { window: 20, max_weight: 0.2, fallback: "equal_weight" }, inputs)
    expect(rowOf(outputs.weights, 29)).toEqual([0.25, 0.25, 0.25, 0.25])
    expect(diagnose(outputs, { max_weight: 0.2 })[0]).toMatchObject({
      status: "PrimalInfeasible",
      fallback: "equal_weight",
      within_bounds: false,
      reason: "weights can add up to 0.8 (4 assets) at most, which is less than 1",
    })
  })

  it("a maximum Sharpe ratio without a positive mean is recognised", () => {
    const falling = moving({ seed: 8, rows: 30, width: 4, cut: 0 }, -0.02)
    const [decision] = diagnose(run(MaxSharpe, { window: 20 }, atTheEnd(falling)))
    expect(decision).toMatchObject({ status: "NoPositiveMean", fallback: "inverse_vol" })
    expect(decision!.reason).toMatch(/positive expected return/)
  })
})

describe("targets of mean-variance", () => {
  const returns = moving({ seed: 21, rows: 40, width: 5, cut: 0 }, 0.004)
  const config = { window: 30, expected_returns: "shrunk_mean", periods_per_year: 252 }
  const covariance = covarianceOf(returns, 30)
  const volatility = (row: ReadonlyArray<number>): number =>
    Math.sqrt(
      252 *
        row.reduce((sum, x, i) => sum + row.reduce((part, y, j) => part + x * y * covariance[i]![j]!, 0), 0),
    )
  const weigh = (extra: object) => run(MeanVariance, { ...config, ...extra }, atTheEnd(returns))

  it("a volatility is met where it binds, with more expected return than any other row of that risk", () => {
    const calm = volatility(rowOf(weigh({ expected_returns: "zero" }).weights, 39))
    const outputs = weigh({ target_volatility: 1.2 * calm })
    expect(volatility(rowOf(outputs.weights, 39)) / (1.2 * calm)).toBeCloseTo(1, 9)
    expect(diagnose(outputs)[0]).toMatchObject({ status: "Solved", exact: true, fallback: "none" })
  })

  it("a volatility that nobody can stay under falls back, and says so", () => {
    const [decision] = diagnose(weigh({ target_volatility: 0.01 }))
    expect(decision).toMatchObject({ fallback: "inverse_vol", within_bounds: true })
    expect(decision!.reason).toMatch(/no weights within the bounds meet the target/)
  })

  it("an expected return is met at less variance than that of the utility which has it", () => {
    const bold = rowOf(weigh({ risk_aversion: 3 }).weights, 39)
    const [, mild] = [bold, rowOf(weigh({ target_return: -10 }).weights, 39)]
    rowOf(weigh({ expected_returns: "zero" }).weights, 39).forEach((weight, i) =>
      expect(mild[i]).toBeCloseTo(weight, 9),
    )
    expect(diagnose(weigh({ target_return: 50 }))[0]).toMatchObject({ fallback: "inverse_vol" })
  })

  it("two targets at once are refused", () => {
    expect(() => weigh({ target_return: 0.1, target_volatility: 0.1 })).toThrow(/one target/)
  })
})

describe("shadow prices", () => {
  it("say what a bound costs: the change of the objective for a little more of it", () => {
    const returns = moving({ seed: 31, rows: 40, width: 5, cut: 0 })
    const covariance = covarianceOf(returns, 30)
    const objective = (max: number) => {
      const row = rowOf(run(MinVariance, { window: 30, max_weight: max }, atTheEnd(returns)).weights, 39)
      return (
        0.5 *
        row.reduce((sum, x, i) => sum + row.reduce((part, y, j) => part + x * y * covariance[i]![j]!, 0), 0)
      )
    }
    const outputs = run(MinVariance, { window: 30, max_weight: 0.22 }, atTheEnd(returns))
    const [decision] = diagnose(outputs, { max_weight: 0.22 })
    const prices = decision!.binding.map(({ price }) => price!)
    expect(prices.length).toBeGreaterThan(1)
    const step = 1e-5
    const slope = (objective(0.22 + step) - objective(0.22 - step)) / (2 * step)
    expect(total(prices) / slope).toBeCloseTo(1, 4)
  })
})

describe("bounds that no weights keep", () => {
  const assets = ["A", "B", "C", "D"]
  const none: WeightConstraints = {
    min_weight: 0,
    max_weight: 1,
    bounds: {},
    sectors: { A: "x", B: "x", C: "y" },
    sector_bounds: {},
  }

  it.each<[string, Partial<WeightConstraints>, string | undefined]>([
    ["none", {}, undefined],
    ["just enough", { max_weight: 0.25 }, undefined],
    [
      "caps too low",
      { max_weight: 0.2 },
      "weights can add up to 0.8 (4 assets) at most, which is less than 1",
    ],
    [
      "floors too high",
      { min_weight: 0.3 },
      "weights must add up to 1.2 (4 assets) at least, which is more than 1",
    ],
    ["crossed", { bounds: { B: { min: 0.5, max: 0.4 } } }, "min 0.5 of B exceeds its max 0.4"],
    [
      "sectors too low",
      { sector_bounds: { x: { max: 0.2 }, y: { max: 0.3 } }, bounds: { D: { max: 0.4 } } },
      "weights can add up to 0.2 (2 assets of x) + 0.3 (1 asset of y) + 0.4 (1 other asset) = 0.9 at most, which is less than 1",
    ],
    [
      "a sector that cannot be filled",
      { sector_bounds: { x: { min: 0.5 } }, max_weight: 0.2, bounds: { D: { max: 1 } } },
      "the 2 assets of x can hold at most 0.4, its min is 0.5",
    ],
    [
      "a sector that must overflow",
      { sector_bounds: { x: { max: 0.3 } }, bounds: { A: { min: 0.2 }, B: { min: 0.2 } } },
      "the 2 assets of x must hold at least 0.4, its max is 0.3",
    ],
  ])("%s", (_, given, problem) => {
    expect(boundsProblem(assets, { ...none, ...given })).toBe(problem)
  })
})
