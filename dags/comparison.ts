/**
 * Allocators side by side on identical signals: one graph, in which prices, features, intent, exposure and schedule stand once,
 * and each method adds its weights, book and costs.
 *
 * The config is that of a study; its `allocation.method` is left aside. An asset takes part where the estimates of every method
 * are there, and metrics start at the latest first fill, so that all methods hold the same assets over the same sessions.
 * Bounds hold for the methods that take them; there are no caps and no leverage. What the experiment is against stands below the
 * methods, over the same sessions, each with everything that its own preset says.
 */
import { Artifacts, Fan, type Node, onSameMarket, type Series, Study } from "sage"
import { Combine } from "sage/allocation"
import type { MarketFacts } from "sage/data"
import { EligibleCount } from "sage/execution"
import { MetricsSummary, MetricWindow } from "sage/metrics"
import { objections } from "./objections.ts"
import { allocate, estimation, isHeuristic } from "./study/allocator.ts"
import { runAlone } from "./study/alone.ts"
import { combining, fill } from "./study/fill.ts"
import { type Config, onCalendar, schema, universeOf } from "./study/config.ts"
import { signal } from "./study/decision.ts"
import { openMarket } from "./study/market.ts"
import { paid, ratiosOf } from "./study/paid.ts"
import { assetRatesOf } from "./study/rates.ts"

const methods = [
  "equal_weight",
  "inverse_vol",
  "min_variance",
  "mean_variance",
  "max_sharpe",
  "risk_parity",
  "hrp",
  "max_diversification",
  "min_cvar",
] as const satisfies ReadonlyArray<Config["allocation"]["method"]>

export const comparison = Study.define({
  config: schema,
  snapshot: ({ data }) => data.snapshot,
  live: ({ data }) =>
    data.mode === "live"
      ? { source: data.source, universe: data.universe, calendar: data.calendar }
      : undefined,
  seed: ({ seed }) => seed,
  optimisticFill: ({ execution }) => execution.execution_time === "signal_close",
  objections: (config, market) => [...objections(config, market), ...noVariants(config)],
  baseline: onSameMarket,
  files: (config, pinned, { baselines }) => {
    const snapshot = onCalendar(config, pinned)
    const market = openMarket(config, snapshot)
    const signals = signal(config, snapshot, market, windows(config))
    const books = methods.map((method) => {
      const own = withMethod(config, method)
      const { base, diagnostics } = allocate(own, snapshot, signals, isHeuristic(method) ? "rule" : "optimum")
      const targets = Combine(combining(own), { base, exposure: signals.exposure }, { as: method })
      const filled = fill(own, snapshot, market, targets, method)
      const { net } = paid(own, snapshot, market, filled, method)
      return { name: method, diagnostics, net, book: filled.book, ratios: ratiosOf(own, snapshot) }
    })
    const others = Object.entries(baselines).map(([name, own]) =>
      Fan.variants(
        { [`vs-${name}`]: own },
        (baseline) => ({ name, ...runAlone(baseline, pinned) }),
        (one) => Object.values(one)[0]!,
      ),
    )
    const eligible = EligibleCount({}, { eligible: signals.eligible })
    const window = MetricWindow(
      {},
      {
        eligible: {
          ...named(books, () => eligible),
          ...named(others, ({ eligible: own }) => own),
        },
        book: { ...named(books, ({ book }) => book), ...named(others, ({ b2 }) => b2) },
      },
    )
    const judged = [...books, ...others].map((one) => ({
      ...one,
      metrics: MetricsSummary(one.ratios, { net: one.net, book: one.book, window }, { as: one.name }),
    }))
    return {
      "comparison.json": Artifacts.Comparison(
        { systems: judged.map(({ name }) => name) },
        { summaries: named(judged, ({ metrics }) => metrics) },
      ),
      ...Object.fromEntries(
        books.flatMap(({ name, diagnostics }) =>
          diagnostics === undefined ? [] : [[`constraint_diagnostics_${name}.json`, diagnostics]],
        ),
      ),
      "returns_net.parquet": Artifacts.SeriesParquet(
        { pick: "net", columns: judged.map(({ name }) => name) },
        { series: named(judged, ({ net }): Node.Source<Series.Series> => net) },
        { as: "comparison" },
      ),
      "config.yaml": Artifacts.ConfigYaml(
        { resolved: resolvedConfig(config, snapshot, Object.keys(baselines)) },
        {},
      ),
      "data_snapshot_manifest.json": market.manifest,
    }
  },
})

/** Variants are of one study; here are nine. */
const noVariants = ({ robustness }: Config): ReadonlyArray<Study.Objection> =>
  robustness.enabled
    ? [
        {
          path: ["robustness", "enabled"],
          message: "a comparison of methods has no variants; run one method by dags/study.ts",
        },
      ]
    : []

/** Every choice written out, those that the snapshot made too. */
const resolvedConfig = (config: Config, snapshot: MarketFacts, against: ReadonlyArray<string>) => ({
  ...(against.length === 0 ? {} : { against }),
  ...config,
  data: { ...config.data, universe: universeOf(config, snapshot) },
  costs: { ...config.costs, ...assetRatesOf(config, snapshot) },
})

const withMethod = (config: Config, method: Config["allocation"]["method"]): Config => ({
  ...config,
  allocation: { ...config.allocation, method },
})

/** Of the rules and of the methods that optimise: an asset needs both. */
function windows(config: Config) {
  const [rule, optimum] = (["inverse_vol", "min_variance"] as const).map(
    (method) => estimation(withMethod(config, method))!,
  )
  return { rule: rule!, optimum: optimum! }
}

const named = <S extends { readonly name: string }, A>(systems: ReadonlyArray<S>, of: (system: S) => A) =>
  Object.fromEntries(systems.map((system) => [system.name, of(system)]))
