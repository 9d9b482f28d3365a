/**
 * Every pair of two moving averages in one node, in the time of a study or two: figures of each pair, and whether choosing the best
 * overfits.
 *
 * The config is that of a study with one strategy, of which `sma_short` and `sma_long` are left aside for those of `grid`. Each
 * pair is what that study gives with the pair's windows (a test holds the two against each other), so a cell is looked into by
 * running the study. What the shared computation does not do is refused: set the fields below as it says, or use `sage sweep`.
 */
import * as Schema from "effect/Schema"
import { Artifacts, Field, onSameMarket, Study } from "sage"
import type { MarketFacts } from "sage/data"
import { CrossoverGrid } from "sage/execution"
import { MetricsGrid } from "sage/metrics"
import { study } from "./study.ts"
import { objections } from "./objections.ts"
import { sideBySide } from "./study/baselines.ts"
import { type Config, onCalendar, schema, universeOf } from "./study/config.ts"
import { openMarket } from "./study/market.ts"

const windows = (description: string) => Schema.Array(Field.intBetween(1, 2520)).annotate({ description })

const gridSchema = Schema.Struct({
  ...schema.fields,
  grid: Schema.optionalKey(
    Schema.Struct({
      sma_short: windows("sessions of the short averages"),
      sma_long: windows("sessions of the long averages; a pair has the short one below the long one"),
    }).annotate({
      description: "windows to pair; left out: the study as it is, which is what baselines are",
    }),
  ),
})

type GridConfig = typeof gridSchema.Type

export const crossoverGrid = Study.define({
  config: gridSchema,
  snapshot: ({ data }) => data.snapshot,
  seed: ({ seed }) => seed,
  optimisticFill: () => false,
  objections: (config, market) => [
    ...objections(config, market),
    ...(config.grid === undefined
      ? []
      : [...unlike(config), ...unpaired(config.grid), ...dated(config, market)]),
  ],
  baseline: onSameMarket,
  files: (config, pinned, context) => {
    const { costs, execution, metrics, grid } = config
    if (grid === undefined) return study.files(config, pinned, context)
    const snapshot = onCalendar(config, pinned)
    const market = openMarket(config, snapshot)
    const net = CrossoverGrid(
      {
        short_sessions: grid.sma_short,
        long_sessions: grid.sma_long,
        long_only: execution.long_only,
        spread_bps: costs.spread_bps * costs.scale,
        slippage_bps: costs.slippage_bps * costs.scale,
      },
      {
        index: market.index,
        close_to_close: market.returns.close_to_close,
        listing: market.listing,
      },
    )
    const judged = MetricsGrid(
      { risk_free: metrics.risk_free ?? 0, periods_per_year: snapshot.periods_per_year },
      { grid: net },
    )
    return {
      "grid.json": judged.cells,
      "overfitting.json": judged.overfitting,
      "config.yaml": Artifacts.ConfigYaml(
        { resolved: { ...config, data: { ...config.data, universe: universeOf(config, snapshot) } } },
        {},
      ),
      "data_snapshot_manifest.json": market.manifest,
      ...sideBySide(context.baselines, pinned),
    }
  },
})

type Value = string | number | undefined
type Rule = readonly [path: string, value: Value, ...allowed: ReadonlyArray<Value>]

/** Fields of which the shared computation knows these values alone. */
function rules({ data, period, execution, allocation, risk, costs }: Config): ReadonlyArray<Rule> {
  return [
    ["data.mode", data.mode, "snapshot"],
    ["period.start", period.start, undefined],
    ["execution.signal_time", execution.signal_time, "close"],
    ["execution.execution_time", execution.execution_time, "next_close"],
    ["execution.price_used", execution.price_used, undefined, "close"],
    ["execution.delay_sessions", execution.delay_sessions, 0],
    ["execution.exposure", execution.exposure, "auto", "passthrough"],
    ["execution.gross_exposure_cap", execution.gross_exposure_cap, 1],
    ["execution.per_asset_cap", execution.per_asset_cap, undefined],
    ["execution.net_exposure_target", execution.net_exposure_target, undefined],
    ["allocation.method", allocation.method, "equal_weight"],
    ["allocation.allocate_over", allocation.allocate_over, "universe"],
    ["allocation.combine", allocation.combine, "auto", "overlay"],
    ["allocation.rebalance.frequency", allocation.rebalance.frequency, "daily"],
    ["risk.max_weight_per_asset", risk.max_weight_per_asset, undefined],
    ["risk.max_sector_weight", risk.max_sector_weight, undefined],
    ["risk.min_assets_held", risk.min_assets_held, 1],
    ["risk.target_vol", risk.target_vol, undefined],
    ["costs.impact_coefficient", costs.impact_coefficient, 0],
    ["costs.overrides", Object.keys(costs.overrides).length, 0],
    ["costs.asset_classes", Object.keys(costs.asset_classes).length, 0],
    ["costs.asset_rates", costs.asset_rates, "none"],
    ["costs.turnover_basis", costs.turnover_basis, "target"],
    ["costs.cash_rate", costs.cash_rate, 0],
    ["costs.financing_spread", costs.financing_spread, 0],
    ["costs.short_borrow", costs.short_borrow, 0],
  ]
}

const otherwise = "or use `sage sweep`, which runs each study in full"

function unlike(config: GridConfig): ReadonlyArray<Study.Objection> {
  const broken = rules(config).flatMap(([path, value, ...allowed]) => {
    if (allowed.includes(value)) return []
    const named = allowed.map((one) => one ?? "nothing").join(" or ")
    return [{ path: path.split("."), message: `the grid knows ${named} alone: set it so, ${otherwise}` }]
  })
  return [...broken, ...otherStrategies(config)]
}

/** The crossover has the only vote, and the others know their opinion as soon as there is one to weigh. */
function otherStrategies({ strategies }: GridConfig): ReadonlyArray<Study.Objection> {
  const all = Object.values(strategies)
  const [only] = all
  const isCrossover =
    all.length === 1 &&
    only!.type === "trend" &&
    only!.combination_method === "weighted" &&
    only!.weights.join() === "0,1,0" &&
    only!.weighted_threshold < 1 &&
    only!.momentum_lookback === 1 &&
    only!.breakout_period === 1
  const message = `the grid knows one strategy alone, of type trend with combination_method weighted, weights [0, 1, 0], momentum_lookback 1 and breakout_period 1; ${otherwise}`
  return isCrossover ? [] : [{ path: ["strategies"], message }]
}

/** More would not fit into memory beside each other: 5,000 pairs over 33 years are 330 MB of returns. */
const mostPairs = 5000

function unpaired(grid: NonNullable<GridConfig["grid"]>): ReadonlyArray<Study.Objection> {
  const [short, long] = [new Set(grid.sma_short), new Set(grid.sma_long)]
  let pairs = 0
  for (const one of short) for (const other of long) if (one < other) pairs++
  if (pairs > mostPairs)
    return [{ path: ["grid"], message: `${pairs} pairs are more than ${mostPairs}: take fewer windows` }]
  const message =
    "no pair has its short average below its long one: add a shorter sma_short or a longer sma_long"
  return pairs > 0 ? [] : [{ path: ["grid"], message }]
}

/** Who may be chosen changes over time: equal parts would count others. */
function dated({ data }: GridConfig, { membership, name }: MarketFacts): ReadonlyArray<Study.Objection> {
  const message = `snapshot ${name} dates its membership, which the grid does not follow: set ignore, ${otherwise}`
  return membership === undefined || data.membership === "ignore"
    ? []
    : [{ path: ["data", "membership"], message }]
}
