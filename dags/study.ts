/**
 * The walk-forward study: from a snapshot to net returns, one line a stage, and every number kept.
 *
 *   prices → returns → features → intent → exposure → base weights → combine → caps → leverage → fills → costs → metrics
 *
 * Four books run beside each other, so that the result can be taken apart: b0 holds everything equally, b1 adds the
 * signal, b2 the allocation, `final` the leverage. The stages are wired in `dags/study/`; copy this file and what you
 * want to wire otherwise.
 */
import { Artifacts, onSameMarket, Study, TrialCount } from "sage"
import type { MarketFacts } from "sage/data"
import { MetricsDefinitions } from "sage/metrics"
import { objections } from "./objections.ts"
import { holdAgainst } from "./study/baselines.ts"
import { runBooks } from "./study/books.ts"
import { type Config, onCalendar, schema, universeOf } from "./study/config.ts"
import { type Decision, decide } from "./study/decision.ts"
import { judge } from "./study/judgement.ts"
import { type Market, openMarket } from "./study/market.ts"
import { assetRatesOf } from "./study/rates.ts"
import { withstand } from "./study/robustness.ts"

export const study = Study.define({
  config: schema,
  snapshot: ({ data }) => data.snapshot,
  live: ({ data }) =>
    data.mode === "live"
      ? { source: data.source, universe: data.universe, calendar: data.calendar }
      : undefined,
  seed: ({ seed }) => seed,
  optimisticFill: ({ execution }) =>
    execution.execution_time === "signal_close" && execution.delay_sessions === 0,
  objections,
  baseline: onSameMarket,
  files: (config, pinned, context) => {
    const market = openMarket(config, onCalendar(config, pinned))
    return filesOf(config, pinned, market, decide(config, onCalendar(config, pinned), market), context).files
  },
})

/** Everything that a run's folder holds, from what is decided on a market; with the books and results behind it. */
export function filesOf(
  config: Config,
  pinned: MarketFacts,
  market: Market,
  decision: Decision,
  { question, configHash, baselines }: Study.StudyContext<Config>,
) {
  const snapshot = onCalendar(config, pinned)
  const books = runBooks(config, snapshot, market, decision)
  const result = judge(config, snapshot, market, decision, books)
  const trials = TrialCount({ question, snapshot: marketName(config, snapshot), config_hash: configHash }, {})
  const files = {
    "metrics.json": result.metrics,
    "metric_definitions.json": MetricsDefinitions({}, {}),
    "baseline.json": result.baseline,
    "relative.json": result.relative,
    ...(result.dialect === undefined ? {} : { "dialect.json": result.dialect }),
    "significance.json": result.significance,
    "trials.json": trials,
    "deflation.json": result.deflation(trials),
    "bootstrap.json": result.bootstrap,
    ...(result.noiseFloor === undefined ? {} : { "noise_floor.json": result.noiseFloor }),
    "drawdowns.json": result.drawdowns,
    "yearly.json": result.yearly,
    "folds.json": result.folds,
    "monthly.json": result.monthly,
    "costs.json": result.costs,
    "rebalances.json": result.rebalances,
    "capacity.json": result.capacity,
    "attribution.json": result.attribution,
    "attribution_by_rebalance.json": result.contributions,
    "orders.json": result.orders,
    ...(decision.diagnostics === undefined ? {} : { "constraint_diagnostics.json": decision.diagnostics }),
    "warnings.log": result.warnings,
    "config.yaml": Artifacts.ConfigYaml(
      { resolved: resolvedConfig(config, snapshot, Object.keys(baselines)) },
      {},
    ),
    "data_snapshot_manifest.json": market.manifest,
    ...result.tables,
    ...(config.robustness.enabled
      ? { "robustness.json": withstand(config, pinned, { ...result.alone, ...result }) }
      : {}),
    ...holdAgainst(baselines, pinned, result.alone),
  }
  return { files, alone: result.alone }
}

/** What trials have in common that were made on the same prices. */
const marketName = ({ data }: Config, { name }: MarketFacts): string =>
  data.mode === "live" ? name : data.snapshot

/** Every choice written out, those that the snapshot made too, so that the file says all of it. */
function resolvedConfig(config: Config, snapshot: MarketFacts, against: ReadonlyArray<string>) {
  return {
    ...(against.length === 0 ? {} : { against }),
    ...config,
    data: { ...config.data, universe: universeOf(config, snapshot) },
    costs: { ...config.costs, ...assetRatesOf(config, snapshot) },
  }
}
