/**
 * Allocators side by side on identical signals: one graph, in which prices, features, intent, exposure and schedule stand once,
 * and each method adds its weights, book and costs.
 *
 * The config is that of a study; its `allocation.method` is left aside. An asset takes part where the estimates of every method
 * are there, and metrics start at the latest first fill, so that all methods hold the same assets over the same sessions.
 * Bounds hold for the methods that take them; there are no caps and no leverage.
 */
import { Artifacts, Study } from "sage"
import { Combine } from "sage/allocation"
import { CostComponents, NetReturns } from "sage/costs"
import type { MarketFacts } from "sage/data"
import { EligibleCount } from "sage/execution"
import { MetricsSummary, MetricWindow } from "sage/metrics"
import { objections } from "./objections.ts"
import { allocate, estimation, isHeuristic } from "./study/allocator.ts"
import { combining, fill } from "./study/fill.ts"
import { type Config, onCalendar, schema, universeOf } from "./study/config.ts"
import { signal } from "./study/decision.ts"
import { openMarket } from "./study/market.ts"
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
  objections,
  files: (config, pinned) => {
    const snapshot = onCalendar(config, pinned)
    const market = openMarket(config, snapshot)
    const signals = signal(config, snapshot, market, windows(config))
    const books = methods.map((method) => {
      const own = withMethod(config, method)
      const { base, diagnostics } = allocate(own, snapshot, signals, isHeuristic(method) ? "rule" : "optimum")
      const targets = Combine(combining(own), { base, exposure: signals.exposure }, { as: method })
      return { method, diagnostics, ...fill(own, snapshot, market, targets, method) }
    })
    const window = MetricWindow(
      {},
      {
        eligible: { all: EligibleCount({}, { eligible: signals.eligible }) },
        book: Object.fromEntries(books.map(({ method, book }) => [method, book])),
      },
    )
    const judged = books.map((one) => [one.method, judge(config, snapshot, market, window, one)] as const)
    return {
      "comparison.json": Artifacts.Comparison(
        { systems: [...methods] },
        { summaries: Object.fromEntries(judged.map(([method, { metrics }]) => [method, metrics])) },
      ),
      ...Object.fromEntries(
        books.flatMap(({ method, diagnostics }) =>
          diagnostics === undefined ? [] : [[`constraint_diagnostics_${method}.json`, diagnostics]],
        ),
      ),
      "equity.parquet": Artifacts.SeriesParquet(
        { columns: ["net"] },
        { series: Object.fromEntries(judged.map(([method, { net }]) => [method, net])) },
        { as: "comparison" },
      ),
      "config.yaml": Artifacts.ConfigYaml({ resolved: resolvedConfig(config, snapshot) }, {}),
      "data_snapshot_manifest.json": market.manifest,
    }
  },
})

/** Every choice written out, those that the snapshot made too. */
const resolvedConfig = (config: Config, snapshot: MarketFacts) => ({
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

type Book = ReturnType<typeof fill> & { readonly method: string }

function judge(
  config: Config,
  snapshot: MarketFacts,
  market: ReturnType<typeof openMarket>,
  window: ReturnType<typeof MetricWindow>,
  { method, book, target_turnover, traded_turnover }: Book,
) {
  const {
    cash_rate,
    financing_spread: _financing,
    short_borrow: _borrow,
    asset_rates: _where,
    ...given
  } = config.costs
  const rates = { ...given, ...assetRatesOf(config, snapshot) }
  const { listing, close, volume } = market
  const traded = {
    target_turnover,
    traded_turnover,
    listing,
    close,
    volume,
    returns: market.returns.estimation,
  }
  const paid = CostComponents(rates, traded, { as: method })
  const net = NetReturns({}, { book, rates: paid.rates }, { as: method })
  const perYear = {
    risk_free: config.metrics.risk_free ?? cash_rate,
    mar: config.metrics.mar,
    periods_per_year: snapshot.periods_per_year,
  }
  return { net, metrics: MetricsSummary(perYear, { net, book, window }, { as: method }) }
}
