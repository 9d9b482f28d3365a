/** Costs, metrics, attribution, and the tables of the run folder. */
import { Artifacts, type Node, type Trials } from "sage"
import { AttributionByAsset, AttributionDaily, AttributionSummary } from "sage/attribution"
import { CostSummary } from "sage/costs"
import type { MarketFacts } from "sage/data"
import { EligibleCount, Orders } from "sage/execution"
import {
  Drawdown,
  Equity,
  MetricsBootstrap,
  MetricsByFold,
  MetricsByRebalance,
  MetricsCapacity,
  MetricsDeflation,
  MetricsDialect,
  MetricsDrawdowns,
  MetricsMonthly,
  MetricsRelative,
  MetricsRolling,
  MetricsSignificance,
  MetricsSummary,
  MetricsYearly,
  MetricWindow,
} from "sage/metrics"
import { FoldWindows } from "sage/validation"
import type { Books } from "./books.ts"
import { capsRoom } from "./capsRoom.ts"
import { type Config, targetsAt, timing, tradable } from "./config.ts"
import type { Decision } from "./decision.ts"
import { foldSettings } from "./folds.ts"
import type { Market } from "./market.ts"
import { costRatesOf, paid, ratiosOf } from "./paid.ts"

/** Costs, metrics, attribution, and the tables of the run folder. */
export function judge(
  config: Config,
  snapshot: MarketFacts,
  market: Market,
  decision: Decision,
  books: Books,
) {
  const { final } = books
  const costRates = costRatesOf(config, snapshot)
  const { turnover_basis } = costRates
  const { book } = final
  const { periods_per_year } = snapshot
  const { net, rates, coverage, impact_assumed } = paid(config, snapshot, market, final)
  const eligible = EligibleCount({}, { eligible: decision.eligible })
  const window = MetricWindow({}, { eligible: { study: eligible }, book: { study: books.b2.book } })
  const costs = CostSummary(
    { periods_per_year, turnover_basis },
    {
      window,
      returns: net,
      book,
      rates,
      coverage,
      impact_assumed,
    },
  )
  const orders = Orders(
    { ...timing(config), targets_at: targetsAt(config) },
    {
      targets: books.targets,
      listing: market.listing,
      ...tradable(config, market, targetsAt(config)),
      after_fill: market.fill.after_fill,
      drifted: final.drifted,
      book,
    },
  )
  const ratios = ratiosOf(config, snapshot)
  const metrics = MetricsSummary(ratios, {
    net,
    book,
    window,
    ...(books.leverage === undefined ? {} : { leverage: books.leverage }),
  })
  const yardstick = paid(config, snapshot, market, books.b0, "b0").net
  const baseline = {
    net: yardstick,
    metrics: MetricsSummary(ratios, { net: yardstick, book: books.b0.book, window }, { as: "b0" }),
  }
  const { risk_free } = ratios
  const { convention } = config.metrics
  const sure = { risk_free, periods_per_year }
  const { contribution, held, filled, drifted } = final
  const daily = AttributionDaily(
    {},
    { b0: books.b0.book, b1: books.b1.book, b2: books.b2.book, final: book, net },
  )
  const parts = AttributionByAsset({}, { contribution, book, held, filled, drifted })
  const sectors = config.risk.sectors ?? snapshot.sectors
  const equity = Equity({}, { net, window })
  const room = capsRoom(config, snapshot)
  return {
    costs,
    orders: orders.orders,
    warnings: Artifacts.StudyWarnings(
      {
        ...(config.risk.target_vol === undefined
          ? {}
          : { target_vol: config.risk.target_vol, max_leverage: config.risk.max_leverage }),
        ...(decision.lagged.length === 0 ? {} : { lagged: decision.lagged }),
        ...(room === undefined ? {} : { caps_room: room }),
      },
      {
        notes: orders.notes,
        costs,
        metrics,
        bindings: books.bindings,
        ...diagnosed(decision),
        ...(decision.still === undefined ? {} : { still: decision.still }),
        ...(config.risk.estimator === "ex_ante" && books.leverage !== undefined
          ? { predicted_leverage: books.leverage }
          : {}),
        ...blendRecord(decision, books),
        ...(market.live === undefined ? {} : { live: market.live }),
      },
    ),
    metrics,
    judged: { net, book, window, eligible, b2: books.b2.book, leverage: books.leverage },
    baseline: baseline.metrics,
    relative: MetricsRelative(
      { benchmark: "equal weight", ...sure },
      { net, benchmark: baseline.net, window },
    ),
    dialect:
      convention === undefined
        ? undefined
        : MetricsDialect({ convention, ...sure }, { net, benchmark: baseline.net, window }),
    deflation: (trials: Node.Source<Trials.Trials>) => MetricsDeflation(sure, { net, window, trials }),
    significance: MetricsSignificance(sure, { net, window }),
    bootstrap: MetricsBootstrap(sure, { net, window }),
    drawdowns: MetricsDrawdowns({}, { net, window }),
    yearly: MetricsYearly(ratios, { net, window }),
    folds: MetricsByFold(ratios, { net, window, folds: FoldWindows(foldSettings(config), { net }) }),
    monthly: MetricsMonthly({}, { net, window }),
    rebalances: MetricsByRebalance({}, { book, net, window }),
    capacity: MetricsCapacity({ ...sure, capital: costRates.capital }, { book, net, rates, window }),
    attribution: AttributionSummary({ sectors }, { daily, ...parts, window }),
    tables: {
      ...metaTables(decision),
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
      "rolling.parquet": Artifacts.SeriesParquet(
        {},
        { series: { rolling: MetricsRolling(sure, { net, benchmark: baseline.net, window }) } },
        { as: "rolling" },
      ),
      "attribution.parquet": Artifacts.SeriesParquet({}, { series: { daily } }, { as: "attribution" }),
    },
  }
}

const diagnosed = ({ diagnostics }: Decision) => (diagnostics === undefined ? {} : { diagnostics })

/** What is on record of how strategies were blended and legs scaled, as far as there is anything to record. */
function blendRecord({ unused, estimated }: Decision, { emptyLegs }: Books) {
  return {
    ...(unused === undefined ? {} : { unused }),
    ...(estimated === undefined
      ? {}
      : { meta_weights: estimated.weights, meta_volatility: estimated.volatility }),
    ...(emptyLegs === undefined ? {} : { empty_legs: emptyLegs }),
  }
}

/** Weights over strategies by session, where they are estimated. */
const metaTables = ({ unused, estimated }: Decision) =>
  estimated === undefined || unused === undefined
    ? {}
    : {
        "meta_weights.parquet": Artifacts.SeriesParquet(
          {},
          { series: { weight: estimated.weights, volatility: estimated.volatility, blend: unused } },
          { as: "meta" },
        ),
      }
