/**
 * One decision of the allocators that optimise: minimum variance and maximum Sharpe with a box and sector caps, dense at 20
 * and 500 assets, and with a factor covariance; then the others at 20; at last whole decisions of the nodes at 500, from
 * returns to checked weights. CPU time, median of many.
 *
 *   npm run bench -- allocators
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Definition } from "../src/dag/Node.ts"
import * as Calendar from "../src/domain/Calendar.ts"
import * as Panel from "../src/domain/Panel.ts"
import { sampleCovariance } from "../src/kernel/covariance/sampleCovariance.ts"
import { ledoitWolfCovariance } from "../src/kernel/covariance/ledoitWolfCovariance.ts"
import { columnMeans } from "../src/kernel/covariance/centredReturns.ts"
import type { Tilt } from "../src/kernel/convex/activeSetStep.ts"
import type { LinearRow, Polytope } from "../src/kernel/convex/Polytope.ts"
import { denseForm, factorForm, type QuadraticForm } from "../src/kernel/convex/QuadraticForm.ts"
import { hierarchicalRiskParity } from "../src/kernel/hierarchicalRiskParity.ts"
import { conditionalValueAtRisk } from "../src/pipeline/allocation/optimise/conditionalValueAtRisk.ts"
import { MaxSharpe } from "../src/pipeline/allocation/maxSharpe.ts"
import { MinVariance } from "../src/pipeline/allocation/minVariance.ts"
import { RiskParity } from "../src/pipeline/allocation/riskParity.ts"
import { factorCovariance } from "../src/kernel/covariance/factorCovariance.ts"
import { optimise } from "../src/pipeline/allocation/optimise/optimise.ts"
import { riskBudget } from "../src/pipeline/allocation/optimise/riskBudget.ts"
import { chance } from "../test/laws/markets.ts"
import { solver } from "../test/support/solver.ts"
import { median } from "./median.ts"

const sessions = 252

interface Market {
  readonly returns: Float64Array
  readonly gain: Float64Array
  readonly loadings: Float64Array
  readonly specific: Float64Array
}

/** Five factors, and what they leave. */
function marketOf(assets: number, seed: number): Market {
  const next = chance(seed)
  const normal = (): number => {
    let sum = -6
    for (let k = 0; k < 12; k++) sum += next()
    return sum
  }
  const factors = 5
  const loadings = Float64Array.from(
    { length: factors * assets },
    (_, at) => 0.006 * ((at < assets ? 1 : 0) + 0.5 * normal()),
  )
  const specific = Float64Array.from({ length: assets }, () => (0.008 + 0.012 * next()) ** 2)
  const returns = new Float64Array(sessions * assets)
  for (let t = 0; t < sessions; t++) {
    const shocks = Array.from({ length: factors }, normal)
    for (let i = 0; i < assets; i++) {
      let value = 0.0004 + Math.sqrt(specific[i]!) * normal()
      shocks.forEach((shock, k) => (value += shock * loadings[k * assets + i]!))
      returns[t * assets + i] = value
    }
  }
  return { returns, gain: columnMeans(returns, assets), loadings, specific }
}

/** Each at most a fifth (a fiftieth of many), ten sectors of at most three tenths. */
function setOf(assets: number): Polytope {
  const row = (name: string, has: (i: number) => boolean, lower: number, upper: number): LinearRow => ({
    name,
    coefficients: Float64Array.from({ length: assets }, (_, i) => (has(i) ? 1 : 0)),
    lower,
    upper,
  })
  return {
    lower: new Float64Array(assets),
    upper: new Float64Array(assets).fill(assets > 100 ? 0.02 : 0.2),
    rows: [
      row("budget", () => true, 1, 1),
      ...Array.from({ length: 10 }, (_, k) => row(`sector ${k}`, (i) => i % 10 === k, -Infinity, 0.3)),
    ],
  }
}

function time(
  name: string,
  target: string,
  work: () => { readonly _tag: string; readonly exact?: boolean },
): void {
  const answer = work()
  const samples: Array<number> = []
  const until = performance.now() + 2500
  while (samples.length < 5 || (performance.now() < until && samples.length < 400)) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    samples.push((user + system) / 1000)
  }
  const state =
    answer._tag === "Failed" ? "FAILED" : answer.exact === true ? "exact" : "to the solver's tolerance"
  console.log(
    `${name.padEnd(44)} ${median(samples).toFixed(3).padStart(9)} ms   ${target.padEnd(10)} ${state}`,
  )
}

const tilts: Readonly<Record<string, Tilt>> = {
  "min variance": { _tag: "Fixed", value: 0 },
  "max Sharpe": { _tag: "Sharpe" },
}

for (const assets of [20, 100, 500]) {
  const { returns, gain, loadings, specific } = marketOf(assets, assets)
  const covariance =
    assets > sessions ? ledoitWolfCovariance(returns, assets).covariance : sampleCovariance(returns, assets)
  const forms: Readonly<Record<string, QuadraticForm>> = {
    dense: denseForm(covariance, assets),
    "5 factors": factorForm(loadings, specific),
  }
  const set = setOf(assets)
  for (const [shape, form] of Object.entries(forms))
    for (const [name, tilt] of Object.entries(tilts)) {
      const target = assets === 20 ? "(0.5)" : assets === 500 ? (shape === "dense" ? "(300)" : "(10)") : ""
      time(`${name}, box and sectors, n = ${assets}, ${shape}`, target, () =>
        optimise({ form, gain, tilt, set }, solver),
      )
    }
  if (assets === 20) {
    time("risk parity within the bounds, n = 20", "", () =>
      riskBudget(denseForm(covariance, assets), set, solver),
    )
    time("hierarchical risk parity, n = 20", "", () => ({
      _tag: "Solved",
      exact: hierarchicalRiskParity(covariance, assets).length > 0,
    }))
    time("min CVaR over 252 sessions, n = 20", "", () => conditionalValueAtRisk(returns, 0.95, set, solver))
  }
  time(`Ledoit–Wolf covariance, n = ${assets}`, "", () => ({
    _tag: "Solved",
    exact: ledoitWolfCovariance(returns, assets).shrinkage >= 0,
  }))
}

/** One decision of a node: estimates, program, exact step, checks. */
function decisionOf(
  node: Definition,
  config: object,
  returns: Float64Array,
): () => { readonly _tag: string; readonly exact: boolean } {
  const assets = returns.length / sessions
  const names = Array.from({ length: assets }, (_, i) => `A${String(i).padStart(3, "0")}`)
  const calendar = Calendar.make(Int32Array.from({ length: sessions }, (_, t) => 15_000 + t))
  const panel = Panel.make(calendar, names, returns)
  const last = Panel.make(
    calendar,
    names,
    new Float64Array(returns.length).fill(NaN).fill(1, returns.length - assets),
  )
  const asked = Schema.decodeUnknownSync(node.spec.config)({
    max_weight: 0.02,
    sectors: Object.fromEntries(names.map((name, i) => [name, `S${i % 10}`])),
    sector_bounds: Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`S${k}`, { max: 0.3 }])),
    window: sessions,
    ...config,
  })
  const inputs = { eligible: last, exposure: last, returns: panel }
  return () => {
    const outcome = node.spec.run(inputs, asked, { skip: 0, state: undefined, seed: 0 })
    const { record } = Effect.runSync(outcome as Effect.Effect<{ readonly record: Panel.Panel }>)
    const at = (name: string): number =>
      record.values[(sessions - 1) * record.assets.length + record.assets.indexOf(name)]!
    return { _tag: at("fallback") === 0 ? "Solved" : "Failed", exact: at("exact") === 1 }
  }
}

const many = marketOf(500, 500).returns
const nodes = { "min variance": MinVariance, "max Sharpe": MaxSharpe, "risk parity": RiskParity }
for (const [name, node] of Object.entries(nodes))
  for (const covariance of ["ledoit_wolf", "factor_model"])
    time(`${name} node, n = 500, ${covariance}`, "", decisionOf(node, { covariance }, many))
time("factor covariance, n = 500", "", () => ({
  _tag: "Solved",
  exact: factorCovariance(many, 500, 5).specific.length === 500,
}))
