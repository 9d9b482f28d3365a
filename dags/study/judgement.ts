/** Costs, metrics, attribution, and the tables of the run folder. */
import { Artifacts } from "sage"
import { AttributionByAsset, AttributionDaily, AttributionSummary } from "sage/attribution"
import { CostComponents, CostSummary, NetReturns } from "sage/costs"
import type { SnapshotManifest } from "sage/data"
import { Orders } from "sage/execution"
import { Drawdown, Equity, MetricsMonthly, MetricsSummary, MetricsYearly, MetricWindow } from "sage/metrics"
import type { Books } from "./books.ts"
import { type Config, targetsAt, timing } from "./config.ts"
import type { Decision } from "./decision.ts"
import type { Market } from "./market.ts"

/** Costs, metrics, attribution, and the tables of the run folder. */
export function judge(
  config: Config,
  snapshot: SnapshotManifest,
  market: Market,
  decision: Decision,
  books: Books,
) {
  const { final } = books
  const { spread_bps, slippage_bps, impact_coefficient, overrides, turnover_basis, capital, cash_rate } =
    config.costs
  const { target_turnover, traded_turnover, book } = final
  const periods_per_year = snapshot.periods_per_year
  const paid = CostComponents(
    { spread_bps, slippage_bps, impact_coefficient, overrides, turnover_basis, capital },
    {
      target_turnover,
      traded_turnover,
      listing: market.listing,
      close: market.close,
      volume: market.volume,
      returns: market.returns.estimation,
    },
  )
  const { rates } = paid
  const net = NetReturns({}, { book, rates })
  const window = MetricWindow({}, { eligible: { study: decision.eligible }, book: { study: books.b2.book } })
  const costs = CostSummary(
    { periods_per_year, turnover_basis },
    {
      window,
      returns: net,
      book,
      rates,
      target_turnover,
      traded_turnover,
      volume: market.volume,
      impact_assumed: paid.impact_assumed,
    },
  )
  const orders = Orders(
    { ...timing(config), targets_at: targetsAt(config) },
    {
      targets: books.targets,
      listing: market.listing,
      after_fill: market.fill.after_fill,
      drifted: final.drifted,
      book,
    },
  )
  const ratios = {
    risk_free: config.metrics.risk_free ?? cash_rate,
    mar: config.metrics.mar,
    periods_per_year,
  }
  const { contribution, held, filled, drifted } = final
  const daily = AttributionDaily(
    {},
    { b0: books.b0.book, b1: books.b1.book, b2: books.b2.book, final: book, net },
  )
  const parts = AttributionByAsset({}, { contribution, book, held, filled, drifted })
  const sectors = config.risk.sectors ?? snapshot.sectors
  const equity = Equity({}, { net, window })
  return {
    costs,
    orders: orders.orders,
    warnings: Artifacts.StudyWarnings({}, { notes: orders.notes, costs, bindings: books.bindings }),
    metrics: MetricsSummary(ratios, {
      net,
      book,
      target_turnover,
      traded_turnover,
      window,
      ...(books.leverage === undefined ? {} : { leverage: books.leverage }),
    }),
    yearly: MetricsYearly(ratios, { net, window }),
    monthly: MetricsMonthly({}, { net, window }),
    attribution: AttributionSummary({ sectors }, { daily, ...parts, window }),
    tables: {
      "equity_curve.parquet": Artifacts.SeriesParquet(
        {},
        { series: { equity, drawdown: Drawdown({}, { equity }) } },
        { as: "equity" },
      ),
      "weights.parquet": Artifacts.PanelParquet(
        {},
        { panels: { target: books.targets, held, filled } },
        { as: "weights" },
      ),
      "returns_gross.parquet": Artifacts.SeriesParquet(
        { columns: ["gross"] },
        { series: { net } },
        { as: "gross" },
      ),
      "returns_net.parquet": Artifacts.SeriesParquet(
        { columns: ["net"] },
        { series: { net } },
        { as: "net" },
      ),
      "cost_components.parquet": Artifacts.SeriesParquet(
        { columns: ["spread", "slippage", "impact", "cost"] },
        { series: { net } },
        { as: "costs" },
      ),
      "attribution.parquet": Artifacts.SeriesParquet({}, { series: { daily } }, { as: "attribution" }),
    },
  }
}
