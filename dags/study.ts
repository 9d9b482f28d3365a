/**
 * The walk-forward study: from a snapshot to net returns, one line a stage, and every number kept.
 *
 *   prices → returns → features → intent → exposure → base weights → combine → caps → leverage → fills → costs → metrics
 *
 * Four books run beside each other, so that the result can be taken apart: b0 holds everything equally, b1 adds the
 * signal, b2 the allocation, `final` the leverage. Copy this file to wire a study of your own.
 */
import {
  Artifacts,
  type Exposure,
  type Intent,
  type Node,
  type Panel,
  type Series,
  Study,
  type SystemConfig,
  systemConfig,
  type Weights,
} from "sage"
import {
  type Bindings,
  Caps,
  Combine,
  EqualWeight,
  InverseVol,
  Schedule,
  Volatility,
  VolatilityTarget,
} from "sage/allocation"
import { AttributionByAsset, AttributionDaily, AttributionSummary } from "sage/attribution"
import { CostComponents, CostSummary, NetReturns } from "sage/costs"
import { FillReturns, Listing, Prices, Returns, type SnapshotManifest, TotalReturnIndex } from "sage/data"
import { Blend, Eligible, ExposureMapping, Fills, Orders } from "sage/execution"
import { Passthrough } from "sage/intent"
import { Drawdown, Equity, MetricsMonthly, MetricsSummary, MetricsYearly, MetricWindow } from "sage/metrics"
import { objections } from "./objections.ts"
import { strategies } from "./strategies/catalogue.ts"

type Config = SystemConfig<(typeof strategies.schema)["Type"]>

const schema = systemConfig(strategies.schema)

export const study = Study.define({
  config: schema,
  snapshot: ({ data }) => data.snapshot,
  seed: ({ seed }) => seed,
  optimisticFill: ({ execution }) => execution.execution_time === "signal_close",
  objections,
  files: (config, snapshot) => {
    const market = openMarket(config, snapshot)
    const decision = decide(config, snapshot, market)
    const books = runBooks(config, snapshot, market, decision)
    const result = judge(config, snapshot, market, decision, books)
    return {
      "metrics.json": result.metrics,
      "yearly.json": result.yearly,
      "monthly.json": result.monthly,
      "costs.json": result.costs,
      "attribution.json": result.attribution,
      "orders.json": result.orders,
      "warnings.log": result.warnings,
      "config.yaml": Artifacts.ConfigYaml({ resolved: resolvedConfig(config, snapshot) }, {}),
      "data_snapshot_manifest.json": Artifacts.SnapshotManifestDocument(
        { snapshot: config.data.snapshot },
        {},
      ),
      ...result.tables,
    }
  },
})

/** Every choice written out, those that the snapshot made too, so that the file says all of it. */
function resolvedConfig(config: Config, snapshot: SnapshotManifest) {
  return { ...config, data: { ...config.data, universe: universeOf(config, snapshot) } }
}

const universeOf = (config: Config, snapshot: SnapshotManifest): ReadonlyArray<string> =>
  config.data.universe ?? snapshot.default_universe

// --------------------------------------------------------------------------------------------------- the market

type Market = ReturnType<typeof openMarket>

/** Prices, who is listed, and returns from and to the fill. */
function openMarket({ data, period, execution }: Config, snapshot: SnapshotManifest) {
  const prices = Prices(
    {
      snapshot: data.snapshot,
      assets: universeOf({ data } as Config, snapshot) as [string, ...Array<string>],
      ...(period.end === undefined ? {} : { end: period.end }),
    },
    {},
  )
  const { close, dividend, split_ratio, listing_table } = prices
  const listing = Listing({ delist_after: data.delist_after }, { close, listing_table }).state
  const listed = { close, dividend, split_ratio, listing }
  const stale = { max_stale: data.max_stale }
  const fillPrice = execution.price_used ?? (execution.execution_time === "next_open" ? "open" : "close")
  return {
    ...prices,
    listing,
    returns: Returns(stale, listed),
    index: TotalReturnIndex(stale, listed),
    fill: FillReturns(
      { price_used: fillPrice },
      { ...listed, open: prices.open, high: prices.high, low: prices.low },
    ),
  }
}

// ------------------------------------------------------------------------------------------------- the decision

type Decision = ReturnType<typeof decide>

/** When is decided, on what, and how much of each asset is wanted before caps and leverage. */
function decide(config: Config, snapshot: SnapshotManifest, market: Market) {
  const { execution, allocation, period } = config
  const intents = Object.fromEntries(
    Object.entries(config.strategies).map(([name, strategy]) => [
      name,
      strategies.intent(strategy, { index: market.index, listing: market.listing }, name),
    ]),
  )
  // no estimate may use a return that ends at the fill
  const lag: 0 | 1 = execution.execution_time === "signal_close" ? 1 : 0
  const { frequency, day, on_intent_change } = allocation.rebalance
  const usesVolatility = allocation.method === "inverse_vol"
  const volatilityAt = (schedule: { readonly schedule?: Node.Source<Series.Series> }, as: string) =>
    Volatility(
      { lookback: allocation.lookback, lag },
      { returns: market.returns.estimation, ...schedule },
      { as },
    )
  // when the first decision is a matter of who is eligible, the estimates of every session have a say
  const opens = frequency === "once" || period.first_build === "start"
  const everySession: Readonly<Record<string, Node.Source<Panel.Panel>>> =
    opens && usesVolatility ? { volatility: volatilityAt({}, "sessions") } : {}
  const schedule = Schedule(
    {
      frequency,
      day,
      on_intent_change,
      first_build: period.first_build,
      calendar: snapshot.calendar,
      ...(period.start === undefined ? {} : { start: period.start }),
    },
    { listing: market.listing, intents, estimates: everySession },
  )
  const volatility = volatilityAt({ schedule }, "decisions")
  const estimates: Readonly<Record<string, Node.Source<Panel.Panel>>> = usesVolatility ? { volatility } : {}
  const eligible = Eligible({}, { schedule, listing: market.listing, intents, estimates })
  const exposure = Blend(
    {
      weights: metaWeights(config),
      long_only: execution.long_only,
      ...(execution.per_asset_cap === undefined ? {} : { per_asset_cap: execution.per_asset_cap }),
    },
    { exposures: mapExposures(config, intents, eligible) },
  )
  const over = { allocate_over: allocation.allocate_over }
  const base = usesVolatility
    ? InverseVol({ ...over, min_vol: allocation.min_vol }, { eligible, exposure, volatility })
    : EqualWeight(over, { eligible, exposure })
  return { eligible, exposure, base, lag }
}

function mapExposures(
  { strategies: wanted, execution }: Config,
  intents: Readonly<Record<string, Node.Source<Intent.Intent>>>,
  eligible: Node.Source<Panel.Panel>,
) {
  return Object.fromEntries(
    Object.entries(intents).map(([name, intent]) => [
      name,
      ExposureMapping(
        {
          mapping: execution.exposure,
          kind: strategies.kindOf(wanted[name]!),
          clip: execution.clip,
          gross_exposure_cap: execution.gross_exposure_cap,
        },
        { intent, eligible },
        { as: name },
      ),
    ]),
  )
}

function metaWeights({ strategies: wanted, meta }: Config): Readonly<Record<string, number>> {
  const names = Object.keys(wanted)
  return meta.weights ?? Object.fromEntries(names.map((name) => [name, 1 / names.length]))
}

// --------------------------------------------------------------------------------------------------- the books

type Books = ReturnType<typeof runBooks>

/** Target weights of each book and what becomes of them. */
function runBooks(config: Config, snapshot: SnapshotManifest, market: Market, decision: Decision) {
  const { eligible, exposure, base } = decision
  const everything = everythingLong(market, eligible)
  const equal = (wanted: Node.Source<Exposure.Exposure>, as: string) =>
    EqualWeight({ allocate_over: "universe" }, { eligible, exposure: wanted }, { as })
  const targets = {
    b0: Combine(
      { combine: "overlay" },
      { base: equal(everything, "b0"), exposure: everything },
      { as: "b0" },
    ),
    b1: Combine(combining(config), { base: equal(exposure, "b1"), exposure }, { as: "b1" }),
  }
  const combined = Combine(combining(config), { base, exposure }, { as: "b2" })
  const capped = capBefore(config, snapshot, combined)
  const b2 = fill(config, snapshot, market, capped.weights, "b2")
  const levered = lever(config, snapshot, decision, capped.weights, b2)
  const final = capAfter(config, snapshot, levered.weights)
  return {
    b0: fill(config, snapshot, market, targets.b0, "b0"),
    b1: fill(config, snapshot, market, targets.b1, "b1"),
    b2,
    final: fill(config, snapshot, market, final.weights, "final", targetsAt(config)),
    targets: final.weights,
    leverage: levered.leverage,
    bindings: { ...capped.bindings, ...final.bindings },
  }
}

/** Exposure +1 in whatever is eligible. */
function everythingLong(market: Market, eligible: Node.Source<Panel.Panel>) {
  const intent = Passthrough({}, { index: market.index }, { as: "b0" })
  return ExposureMapping({ mapping: "passthrough", kind: "signals" }, { intent, eligible }, { as: "b0" })
}

/** Scores fill the book; signals leave as cash what they do not want. */
function combining({ strategies: wanted, allocation, execution }: Config) {
  const isScores = Object.values(wanted).some((strategy) => strategies.kindOf(strategy) === "scores")
  const automatic: "overlay" | "normalise" = isScores ? "normalise" : "overlay"
  return {
    combine: allocation.combine === "auto" ? automatic : allocation.combine,
    gross_exposure_cap: execution.gross_exposure_cap,
    ...(execution.net_exposure_target === undefined
      ? {}
      : { net_exposure_target: execution.net_exposure_target }),
  }
}

interface Capped {
  readonly weights: Node.Source<Weights.TargetWeights>
  readonly bindings: Readonly<Record<string, Node.Source<Bindings>>>
}

function caps({ risk }: Config, snapshot: SnapshotManifest) {
  return {
    sectors: risk.sectors ?? snapshot.sectors,
    redistribute: risk.redistribute,
    max_scale: risk.max_scale,
    ...(risk.max_weight_per_asset === undefined ? {} : { max_weight_per_asset: risk.max_weight_per_asset }),
    ...(risk.max_sector_weight === undefined ? {} : { max_sector_weight: risk.max_sector_weight }),
  }
}

const hasCaps = ({ risk }: Config): boolean =>
  risk.max_weight_per_asset !== undefined || risk.max_sector_weight !== undefined

/** Caps on the unlevered row: what they cut is shared out among the others. */
function capBefore(config: Config, snapshot: SnapshotManifest, weights: Capped["weights"]): Capped {
  if (!hasCaps(config) || config.risk.cap_mode === "post_leverage") return { weights, bindings: {} }
  const capped = Caps({ ...caps(config, snapshot), raise: true }, { weights }, { as: "before-leverage" })
  return { weights: capped.weights, bindings: { "before leverage": capped.bindings } }
}

/** Caps on the levered row bound it and never raise its gross; then the floor of names held. */
function capAfter(config: Config, snapshot: SnapshotManifest, weights: Capped["weights"]): Capped {
  const { min_assets_held, cap_mode } = config.risk
  const bounds = hasCaps(config) && cap_mode !== "pre_leverage" ? caps(config, snapshot) : {}
  if (Object.keys(bounds).length === 0 && min_assets_held === 1) return { weights, bindings: {} }
  const capped = Caps({ ...bounds, min_assets_held, raise: false }, { weights }, { as: "after-leverage" })
  return { weights: capped.weights, bindings: { "after leverage": capped.bindings } }
}

/** Leverage towards the volatility target, from the returns of the unlevered book. */
function lever(
  config: Config,
  snapshot: SnapshotManifest,
  { lag }: Decision,
  weights: Node.Source<Weights.TargetWeights>,
  { book, filled }: ReturnType<typeof fill>,
) {
  const { risk } = config
  if (risk.target_vol === undefined) return { weights, leverage: undefined }
  return VolatilityTarget(
    {
      target_vol: risk.target_vol,
      vol_lookback: risk.vol_lookback,
      min_leverage: risk.min_leverage,
      max_leverage: risk.max_leverage,
      leverage_update: risk.leverage_update,
      periods_per_year: snapshot.periods_per_year,
      lag,
      sessions_to_fill: sessionsToFill(config),
    },
    { weights, book, ...(isDaily(config) ? { filled } : {}) },
  )
}

/** Daily leverage sets the final book anew on every session, at the moment of the fill. */
const isDaily = ({ risk }: Config): boolean =>
  risk.target_vol !== undefined && risk.leverage_update === "daily"

const targetsAt = (config: Config): "decision" | "fill" => (isDaily(config) ? "fill" : "decision")

const sessionsToFill = ({ execution }: Config): number =>
  execution.delay_sessions + (execution.execution_time === "signal_close" ? 0 : 1)

const timing = ({ execution }: Config) => ({
  signal_time: execution.signal_time,
  execution_time: execution.execution_time,
  delay_sessions: execution.delay_sessions,
})

/** Orders, fills, drift and cash of one book. */
function fill(
  config: Config,
  snapshot: SnapshotManifest,
  { fill: returns, returns: { close_to_close }, listing }: Market,
  targets: Node.Source<Weights.TargetWeights>,
  as: string,
  targets_at: "decision" | "fill" = "decision",
) {
  const { cash_rate, financing_spread, short_borrow } = config.costs
  return Fills(
    {
      ...timing(config),
      targets_at,
      every_session: isDaily(config), // all books alike, so that leverage 1 gives the same book
      cash_rate,
      financing_spread,
      short_borrow,
      periods_per_year: snapshot.periods_per_year,
      delisting_return: config.data.delisting_return,
    },
    { targets, ...returns, close_to_close, listing },
    { as },
  )
}

// ------------------------------------------------------------------------------------------------- the judgement

/** Costs, metrics, attribution, and the tables of the run folder. */
function judge(config: Config, snapshot: SnapshotManifest, market: Market, decision: Decision, books: Books) {
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
