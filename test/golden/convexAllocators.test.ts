/** Covariances, and the allocators that solve a program, against peers. */
import { expect, it } from "vitest"
import * as Panel from "../../src/domain/Panel.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { dot, type LinearRow, type Polytope, violation } from "../../src/kernel/convex/Polytope.ts"
import { denseForm } from "../../src/kernel/convex/QuadraticForm.ts"
import { columnMeans } from "../../src/kernel/covariance/centredReturns.ts"
import { constantCorrelationCovariance } from "../../src/kernel/covariance/constantCorrelationCovariance.ts"
import { ledoitWolfCovariance } from "../../src/kernel/covariance/ledoitWolfCovariance.ts"
import { oasCovariance } from "../../src/kernel/covariance/oasCovariance.ts"
import { sampleCovariance } from "../../src/kernel/covariance/sampleCovariance.ts"
import type { Tilt } from "../../src/kernel/convex/activeSetStep.ts"
import { equalRiskContribution } from "../../src/kernel/equalRiskContribution.ts"
import { hierarchicalRiskParity } from "../../src/kernel/hierarchicalRiskParity.ts"
import { conditionalValueAtRisk } from "../../src/pipeline/allocation/optimise/conditionalValueAtRisk.ts"
import { linearProgram, optimise } from "../../src/pipeline/allocation/optimise/optimise.ts"
import { solver } from "../support/solver.ts"
import { closesOf, describeGolden, type PriceInput, readGolden, returnsOf, tallyOf } from "./support.ts"

const files = ["data/sp20-prices.csv", "golden/peers/weights.json", "golden/peers/mvo_path.json"]

type Weights = Readonly<
  Record<string, { readonly weights: ReadonlyArray<number>; readonly variance_ann?: number }>
>

interface Case {
  readonly start: string
  readonly end: string
  readonly tickers: ReadonlyArray<string>
  readonly T: number
  readonly cov: Readonly<Record<string, number | ReadonlyArray<number>>>
  readonly weights: Weights
}

interface WeightsFile {
  readonly sectors: Readonly<Record<string, string>>
  readonly cases: ReadonlyArray<Case>
}

interface PathFile {
  readonly rows: ReadonlyArray<readonly [string, number, number, number | null]>
  readonly full: ReadonlyArray<{
    readonly date: string
    readonly minvar: ReadonlyArray<number>
    readonly maxsharpe: ReadonlyArray<number> | null
  }>
}

const yearly = 252

/** All returns of the file's 33 years; the first row is NaN. */
const pricesOf = (tickers: ReadonlyArray<string>): Panel.Panel => {
  const input: PriceInput = {
    prices: "sp20-prices.csv",
    tickers,
    from: "1990-01-02",
    to: "2022-12-28",
    rows: 8313,
  }
  return returnsOf(closesOf(input))
}

const rowsBetween = ({ calendar }: Panel.Panel, start: string, end: string): readonly [number, number] => [
  calendar.sessions.findIndex((day) => day >= parseIsoDate(start)!),
  calendar.sessions.findIndex((day) => day > parseIsoDate(end)!),
]

const windowOf = (returns: Panel.Panel, from: number, to: number): Float64Array =>
  returns.values.slice(
    from * returns.assets.length,
    (to < 0 ? returns.calendar.sessions.length : to) * returns.assets.length,
  )

const ones = (n: number): Float64Array => new Float64Array(n).fill(1)

function setOf(
  assets: ReadonlyArray<string>,
  cap: number,
  sectors?: Readonly<Record<string, string>>,
  sectorCap = 1,
): Polytope {
  const budget: LinearRow = { name: "budget", coefficients: ones(assets.length), lower: 1, upper: 1 }
  const names = sectors === undefined ? [] : [...new Set(assets.map((asset) => sectors[asset]!))]
  return {
    lower: new Float64Array(assets.length),
    upper: new Float64Array(assets.length).fill(cap),
    rows: [
      budget,
      ...names.map((name) => ({
        name,
        coefficients: Float64Array.from(assets, (asset) => (sectors![asset] === name ? 1 : 0)),
        lower: -Infinity,
        upper: sectorCap,
      })),
    ],
  }
}

function solve(covariance: Float64Array, gain: Float64Array, tilt: Tilt, set: Polytope) {
  const attempt = optimise({ form: denseForm(covariance, gain.length), gain, tilt, set }, solver)
  if (attempt._tag === "Failed") throw new Error(`${attempt.status}: ${attempt.reason}`)
  expect(attempt.exact).toBe(true)
  return attempt.weights
}

const variance = (covariance: Float64Array, weights: ArrayLike<number>): number =>
  dot(Float64Array.from(weights), denseForm(covariance, weights.length).multiply(Float64Array.from(weights)))

const minimum: Tilt = { _tag: "Fixed", value: 0 }

describeGolden("convex allocators", files, () => {
  const { sectors, cases } = readGolden<WeightsFile>("peers/weights")

  it("covariances: every entry and intensity of scikit-learn and PyPortfolioOpt", () => {
    const tally = tallyOf("peers/weights, covariances")
    for (const { start, end, tickers, T, cov } of cases) {
      const returns = pricesOf(tickers)
      const [from, to] = rowsBetween(returns, start, end)
      const n = tickers.length
      const values = windowOf(returns, from, to)
      expect(values.length / n).toBe(T)
      const upper = (matrix: Float64Array, name: string) => {
        let at = 0
        const theirs = cov[`${name}_upper`] as ReadonlyArray<number>
        for (let i = 0; i < n; i++)
          for (let j = i; j < n; j++, at++)
            tally.same(matrix[i * n + j]!, theirs[at]!, `${start} ${name} ${i} ${j}`, 1e-9)
      }
      columnMeans(values, n).forEach((mean, i) =>
        tally.same(mean, (cov["mean"] as ReadonlyArray<number>)[i]!, "mean", 1e-9),
      )
      upper(sampleCovariance(values, n), "sample")
      for (const [name, estimate, intensity] of [
        ["ledoit_wolf", ledoitWolfCovariance(values, n), "ledoit_wolf_shrinkage"],
        ["oas", oasCovariance(values, n), "oas_shrinkage"],
        ["constant_correlation", constantCorrelationCovariance(values, n), "constant_correlation_delta"],
      ] as const) {
        upper(estimate.covariance, name)
        tally.same(estimate.shrinkage, cov[intensity] as number, intensity, 1e-9)
      }
    }
    tally.finish(0)
  })

  it("weights: objectives to 1e-6, weights to 1e-4; closed forms and equal risk contribution to 1e-9", () => {
    const tally = tallyOf("peers/weights, weights")
    for (const { start, end, tickers, weights: theirs } of cases) {
      const returns = pricesOf(tickers)
      const n = tickers.length
      const values = windowOf(returns, ...rowsBetween(returns, start, end))
      const sample = sampleCovariance(values, n)
      const mean = columnMeans(values, n)
      const free: Polytope = {
        ...setOf(tickers, 1),
        lower: new Float64Array(n).fill(-100),
        upper: new Float64Array(n).fill(100),
      }
      const box = setOf(tickers, 0.2)
      const both = setOf(tickers, 0.2, sectors, 0.4)
      const deviation = Float64Array.from({ length: n }, (_, i) => Math.sqrt(sample[i * n + i]!))
      const excess = mean.map((value) => value - 0.02 / yearly)
      const ours: Readonly<Record<string, Float64Array>> = {
        minvar_longonly: solve(sample, mean, minimum, setOf(tickers, 1)),
        minvar_unbounded: solve(sample, mean, minimum, free),
        minvar_box20: solve(sample, mean, minimum, box),
        minvar_box20_sector40: solve(sample, mean, minimum, both),
        maxsharpe_longonly: solve(sample, mean, { _tag: "Sharpe" }, setOf(tickers, 1)),
        maxsharpe_box20_sector40: solve(sample, mean, { _tag: "Sharpe" }, both),
        maxsharpe_rf2_longonly: solve(sample, excess, { _tag: "Sharpe" }, setOf(tickers, 1)),
        maxquad_utility_delta5: solve(sample, mean, { _tag: "Fixed", value: 1 / 5 }, setOf(tickers, 1)),
        hrp_pypfopt_single: hierarchicalRiskParity(sample, n),
        erc_skfolio: equalRiskContribution(denseForm(sample, n))!,
        max_diversification: solve(sample, deviation, { _tag: "Sharpe" }, setOf(tickers, 1)),
      }
      for (const [name, own] of Object.entries(ours)) {
        const their = theirs[name]!.weights
        own.forEach((weight, i) =>
          tally.same(1 + weight - their[i]!, 1, `${start} ${name} ${tickers[i]}`, 1e-4),
        )
      }
      for (const name of ["minvar_longonly", "minvar_unbounded", "minvar_box20", "minvar_box20_sector40"])
        tally.same(
          yearly * variance(sample, ours[name]!),
          theirs[name]!.variance_ann!,
          `${start} ${name} variance`,
          1e-6,
        )
      for (const [name, gain] of [
        ["maxsharpe_longonly", mean],
        ["maxsharpe_box20_sector40", mean],
        ["maxsharpe_rf2_longonly", excess],
        ["max_diversification", deviation],
      ] as const) {
        const ratio = (weights: ArrayLike<number>) =>
          dot(gain, Float64Array.from(weights)) / Math.sqrt(variance(sample, weights))
        tally.same(ratio(ours[name]!), ratio(theirs[name]!.weights), `${start} ${name} ratio`, 1e-6)
      }
      solve(sample, mean, minimum, free).forEach((weight, i) =>
        tally.same(
          weight,
          theirs["minvar_closed_form_unbounded"]!.weights[i]!,
          `${start} closed form ${i}`,
          1e-9,
        ),
      )
      equalRiskContribution(denseForm(sample, n))!.forEach((weight, i) =>
        tally.same(weight, theirs["erc_newton"]!.weights[i]!, `${start} erc newton ${i}`, 1e-9),
      )
      const tail = conditionalValueAtRisk(values, 0.95, setOf(tickers, 1), solver)
      if (tail._tag === "Failed") throw new Error(tail.reason)
      tally.same(
        cvar(values, tail.weights),
        cvar(values, theirs["mincvar95_skfolio"]!.weights),
        `${start} cvar`,
        1e-6,
      )
    }
    tally.finish(0)
  })

  it("the path of month-ends: objectives to 1e-7, and who has no positive mean is recognised", () => {
    const { rows, full } = readGolden<PathFile>("peers/mvo_path")
    const tally = tallyOf("peers/mvo_path")
    const tickers = Object.keys(sectors).sort()
    const returns = pricesOf(tickers)
    const set = setOf(tickers, 0.2, sectors, 0.4)
    const none: Array<string> = []
    const weightsAt = new Map<
      string,
      { readonly minvar: Float64Array; readonly maxsharpe: Float64Array | null }
    >()
    for (const [date, minVariance, largestMean, largestSharpe] of rows) {
      const [, end] = rowsBetween(returns, date, date)
      const values = windowOf(returns, end - yearly, end)
      const sample = sampleCovariance(values, tickers.length)
      const mean = columnMeans(values, tickers.length)
      const calm = solve(sample, mean, minimum, set)
      tally.same(yearly * variance(sample, calm), minVariance, `${date} variance`, 1e-7)
      const top = linearProgram(mean, set, solver)
      if (top._tag === "Failed") throw new Error(top.reason)
      tally.same(1 + yearly * dot(mean, top.weights), 1 + largestMean, `${date} mean`, 1e-7)
      const sharp = optimise(
        { form: denseForm(sample, tickers.length), gain: mean, tilt: { _tag: "Sharpe" }, set },
        solver,
      )
      if (sharp._tag === "Failed") {
        expect(sharp.status).toBe("NoPositiveMean")
        none.push(date)
      } else {
        const ratio =
          (yearly * dot(mean, sharp.weights)) / Math.sqrt(yearly * variance(sample, sharp.weights))
        tally.same(ratio, largestSharpe, `${date} Sharpe`, 1e-7)
        expect(violation(set, sharp.weights)).toBeLessThan(1e-9)
      }
      expect(violation(set, calm)).toBeLessThan(1e-9)
      weightsAt.set(date, { minvar: calm, maxsharpe: sharp._tag === "Failed" ? null : sharp.weights })
    }
    expect(none).toEqual(rows.filter(([, , , sharpe]) => sharpe === null).map(([date]) => date))
    for (const { date, minvar, maxsharpe } of full) {
      const ours = weightsAt.get(date)!
      minvar.forEach((weight, i) => tally.same(1 + ours.minvar[i]!, 1 + weight, `${date} minvar ${i}`, 1e-6))
      maxsharpe?.forEach((weight, i) =>
        tally.same(1 + ours.maxsharpe![i]!, 1 + weight, `${date} maxsharpe ${i}`, 1e-6),
      )
    }
    tally.finish(0)
  })

  it("weights stay valid on all month-ends from 1991 to 2022", () => {
    const tickers = Object.keys(sectors).sort()
    const returns = pricesOf(tickers)
    const set = setOf(tickers, 0.2, sectors, 0.4)
    const { sessions } = returns.calendar
    const month = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 7)
    let count = 0
    for (let t = yearly; t < sessions.length - 1; t++) {
      if (month(sessions[t]!) === month(sessions[t + 1]!)) continue
      count++
      const values = windowOf(returns, t - yearly + 1, t + 1)
      const sample = sampleCovariance(values, tickers.length)
      const mean = columnMeans(values, tickers.length)
      const calm = solve(sample, mean, minimum, set)
      expect(violation(set, calm)).toBeLessThan(1e-9)
      const sharp = optimise(
        { form: denseForm(sample, tickers.length), gain: mean, tilt: { _tag: "Sharpe" }, set },
        solver,
      )
      if (sharp._tag === "Solved") expect(violation(set, sharp.weights)).toBeLessThan(1e-9)
      else expect(sharp.status).toBe("NoPositiveMean")
    }
    expect(count).toBeGreaterThan(380)
  })
})

/** Mean loss of the worst 5 %: the minimum over ζ of ζ + Σ max(−r'a − ζ, 0)/(.05 T), which some loss attains. */
function cvar(returns: Float64Array, weights: ArrayLike<number>): number {
  const n = weights.length
  const losses = Array.from(
    { length: returns.length / n },
    (_, t) => -dot(returns.subarray(t * n, (t + 1) * n), Float64Array.from(weights)),
  )
  return Math.min(
    ...losses.map(
      (level) =>
        level + losses.reduce((sum, loss) => sum + Math.max(0, loss - level), 0) / (0.05 * losses.length),
    ),
  )
}
