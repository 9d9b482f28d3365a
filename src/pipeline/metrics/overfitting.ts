import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { meanCorrelation } from "../../kernel/meanCorrelation.ts"
import { overfitting } from "../../kernel/overfitting.ts"
import { sampleDeviation } from "../../kernel/sampleDeviation.ts"
import {
  deflatedSharpe,
  effectiveTrials,
  expectedMaximum,
  probabilisticSharpe,
} from "../../kernel/sharpeInference.ts"
import { rates } from "./config.ts"
import { sharpeSample } from "./sharpeSample.ts"

const figure = (description: string) => Schema.NullOr(Schema.Finite).annotate({ description })

const sheet = Schema.Struct({
  systems: Schema.Int.annotate({ description: "whose returns vary; others are left out" }),
  sessions: Schema.Int.annotate({ description: "on which all of them have a return" }),
  blocks: Schema.Int,
  splits: Schema.Int.annotate({
    description: "choices of half of the blocks; 0 when there is nothing to say",
  }),
  probability: figure("of overfitting: share of splits whose best system is in the lower half elsewhere"),
  slope: figure("of the best system's ratio elsewhere on its ratio where it was best"),
  loss_probability: figure("share of splits whose best system loses elsewhere"),
  mean_correlation: figure("of the systems' returns"),
  effective_trials: figure("independent trials that the systems are worth: ρ + (1 − ρ)·N"),
  best: Schema.NullOr(
    Schema.Struct({
      name: Schema.String,
      sharpe: Schema.Finite.annotate({ description: "a year, over the sessions above" }),
      probability_above_zero: Schema.Finite.annotate({ description: "as if it were the only one" }),
      sharpe_without_skill: Schema.Finite.annotate({
        description: "that the best of so many effective trials reaches without skill, a year",
      }),
      deflated_probability: Schema.Finite.annotate({ description: "that its true ratio exceeds that" }),
    }),
  ),
  reason: Schema.NullOr(Schema.String).annotate({ description: "why there is nothing to say" }),
})

export type OverfittingSheet = typeof sheet.Type

export const sheetType = Document.of("metrics-overfitting", sheet)

export const overfittingConfig = Schema.Struct({
  blocks: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 16 }))
    .check(Schema.makeFilter((count: number) => count % 2 === 0 || "an even number"))
    .annotate({ description: "parts into which the sessions are cut" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(10))),
  risk_free: rates.fields.risk_free,
  periods_per_year: rates.fields.periods_per_year,
})

/**
 * Does the best of several systems stay good, and is it better than the best of as many without skill? Net returns, on the
 * sessions on which every system has one.
 *
 * Sources: Bailey, Borwein, López de Prado, Zhu (2017) for the probability of overfitting; Bailey, López de Prado (2014) for
 * the deflated ratio.
 */
export const MetricsOverfitting = Node.define({
  name: "metrics/overfitting",
  title: "probability that choosing the best of several systems overfits, and its deflated Sharpe ratio, net",
  config: overfittingConfig,
  inputs: { net: Node.many(Series.type), window: Node.many(Window.type) },
  output: sheetType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window }, { blocks, risk_free, periods_per_year }): OverfittingSheet => {
    const systems = commonReturns(net, window, risk_free / periods_per_year)
    return sheetOf(systems, Object.keys(net).length, blocks, periods_per_year)
  },
})

/**
 * @param systems on the same sessions, at least three, none of which stands still
 * @param given systems there were, also those that stand still
 */
export function sheetOf(
  systems: ReadonlyArray<System>,
  given: number,
  blocks: number,
  periodsPerYear: number,
): OverfittingSheet {
  const returns = systems.map((system) => system.returns)
  const count = returns[0]?.length ?? 0
  const reason = reasonOf(given, systems.length, count, blocks)
  const found = reason === null ? overfitting(returns, blocks) : undefined
  if (found === undefined)
    return nothing(systems.length, count, blocks, reason ?? "there are too few sessions")
  const correlation = meanCorrelation(returns)
  const trials = effectiveTrials(systems.length, correlation)
  return {
    systems: systems.length,
    sessions: count,
    blocks,
    splits: found.splits,
    probability: found.probability,
    slope: Number.isNaN(found.slope) ? null : found.slope,
    loss_probability: found.lossProbability,
    mean_correlation: correlation,
    effective_trials: trials,
    best: bestOf(systems, trials, Math.sqrt(periodsPerYear)),
    reason: null,
  }
}

export interface System {
  readonly name: string
  /** excess, shape (n) */
  readonly returns: Float64Array
}

/** Excess returns over the rows that all windows count and all systems have; systems that never move are left out. */
function commonReturns(
  net: Readonly<Record<string, Series.Series>>,
  windows: Readonly<Record<string, Window.Window>>,
  riskFree: number,
): ReadonlyArray<System> {
  const names = Object.keys(net).filter((name) => windows[name]?.reason === null)
  const rows = names.map((name) => Window.countedRows(windows[name]!, net[name]!))
  const from = Math.max(0, ...rows.map((range) => range.from))
  const to = Math.min(...rows.map((range) => range.to))
  return names
    .map((name) => ({
      name,
      returns: excess(Series.column(net[name]!, "net").subarray(from, Math.max(from, to)), riskFree),
    }))
    .filter(({ returns }) => sharpeSample(returns, 0) !== undefined)
}

const excess = (returns: Float64Array, riskFree: number): Float64Array =>
  returns.map((value) => value - riskFree)

function reasonOf(given: number, systems: number, sessions: number, blocks: number): string | null {
  if (systems < 2) return `needs two systems whose returns vary, has ${systems} of ${given}`
  return sessions < 2 * blocks ? `needs ${2 * blocks} common sessions, has ${sessions}` : null
}

const nothing = (systems: number, sessions: number, blocks: number, reason: string): OverfittingSheet => ({
  systems,
  sessions,
  blocks,
  splits: 0,
  probability: null,
  slope: null,
  loss_probability: null,
  mean_correlation: null,
  effective_trials: null,
  best: null,
  reason,
})

function bestOf(systems: ReadonlyArray<System>, trials: number, perYear: number): OverfittingSheet["best"] {
  const samples = systems.map(({ name, returns }) => ({ name, sample: sharpeSample(returns, 0)! }))
  const { name, sample } = samples.reduce((best, next) =>
    next.sample.sharpe > best.sample.sharpe ? next : best,
  )
  const deviation = sampleDeviation(Float64Array.from(samples, ({ sample: { sharpe } }) => sharpe))
  return {
    name,
    sharpe: sample.sharpe * perYear,
    probability_above_zero: probabilisticSharpe(sample, 0),
    sharpe_without_skill: deviation * expectedMaximum(trials) * perYear,
    deflated_probability: deflatedSharpe(sample, trials, deviation),
  }
}
