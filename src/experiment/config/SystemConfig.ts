/**
 * Everything a study can be told, in one schema: what an experiment, a preset and `--set` may say.
 * Defaults are those of the docs/configuration.md; each node reads only the fields that it is given.
 */
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { constraintFields, type WeightConstraints } from "../../pipeline/allocation/constraints.ts"
import { covarianceFields } from "../../pipeline/allocation/covariances.ts"
import { update } from "../../pipeline/allocation/estimationWindow.ts"
import { expectedReturnFields } from "../../pipeline/allocation/expectedReturns.ts"
import { conventions } from "../../pipeline/metrics/conventions/conventionNames.ts"
import { foldFields, minTrainSessions } from "../../pipeline/validation/foldFields.ts"
import { between, intBetween, optional, optionalDate, positive, section, withDefault } from "./fields.ts"

const Data = Schema.Struct({
  mode: withDefault(
    Schema.Literals(["snapshot", "live"]),
    "snapshot",
    "pinned data, or prices fetched now, which no one can reproduce",
  ),
  snapshot: withDefault(Schema.NonEmptyString, "demo", "name of a folder under snapshots/"),
  universe: Schema.optionalKey(
    Schema.NonEmptyArray(Schema.NonEmptyString)
      .annotate({ description: "assets to study; left out: the snapshot's default universe" })
      .check(
        Schema.makeFilter((assets: ReadonlyArray<string>) => {
          const twice = assets.find((asset, i) => assets.indexOf(asset) !== i)
          return twice === undefined || `${twice} stands twice in the universe`
        }),
      ),
  ),
  calendar: Schema.optionalKey(
    Schema.Literals(["nyse", "always"]).annotate({
      description:
        "whose sessions; left out: the calendar of the snapshot, of live prices nyse. Bars on other days are refused",
    }),
  ),
  membership: withDefault(
    Schema.Literals(["snapshot", "ignore"]),
    "snapshot",
    "an asset may be held while the snapshot's membership says so, where it has one; ignore: while it is listed",
  ),
  source: withDefault(
    Schema.Literals(["yahoo", "csv_dir"]),
    "yahoo",
    "live mode: Yahoo Finance, or a folder of one file a symbol",
  ),
  folder: optional(Schema.NonEmptyString, "csv_dir: the folder of SYMBOL.csv files"),
  adjustment: optional(
    Schema.Literals(["raw", "split", "split+dividend"]),
    "csv_dir: what was done to the prices in the files, never guessed",
  ),
  currency: optional(Schema.NonEmptyString, "csv_dir: currency of the prices; left out: USD"),
  from: optionalDate("live mode: first day that is asked for; left out: 2000-01-01"),
  max_stale: withDefault(intBetween(0, 252), 5, "sessions that indicators carry a close over a missing bar"),
  delist_after: withDefault(
    intBetween(1, 252),
    21,
    "sessions without a bar after which an asset counts as delisted",
  ),
  delisting_return: withDefault(
    between(-1, 10),
    0,
    "return on the last close when a delisted holding turns to cash, decimal",
  ),
})
  .annotate({ description: "what prices" })
  .check(
    Schema.makeFilter(
      ({
        mode,
        source,
        folder,
        adjustment,
      }: Pick<DataFields, "mode" | "source" | "folder" | "adjustment">) => {
        if (mode !== "live" || source !== "csv_dir") return true
        if (folder === undefined) return { path: ["folder"], issue: "source csv_dir needs a folder" }
        return (
          adjustment !== undefined || {
            path: ["adjustment"],
            issue: "source csv_dir needs to know what was done to its prices: raw, split or split+dividend",
          }
        )
      },
    ),
  )

interface DataFields {
  readonly mode: string
  readonly source: string
  readonly folder?: string
  readonly adjustment?: string
}

const Period = Schema.Struct({
  start: optionalDate("nothing is decided before; earlier sessions are warm-up"),
  end: optionalDate("last session that is read"),
  first_build: withDefault(
    Schema.Literals(["scheduled", "start"]),
    "scheduled",
    "first decision on the first scheduled date, or at once on start",
  ),
})
  .annotate({ description: "which sessions" })
  .check(
    Schema.makeFilter(
      ({ start, end, first_build }: { start?: string; end?: string; first_build: string }) => {
        if (start !== undefined && end !== undefined && parseIsoDate(end)! < parseIsoDate(start)!) {
          return { path: ["end"], issue: `end ${end} lies before start ${start}` }
        }
        return (
          first_build === "scheduled" ||
          start !== undefined || { path: ["first_build"], issue: "first_build: start needs period.start" }
        )
      },
    ),
  )

/** Prices at which a fill of each kind can happen: others could come before the signal. */
const pricesOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  next_open: ["open", "typical", "close"],
  next_close: ["close", "typical"],
  signal_close: ["close"],
}

const Execution = Schema.Struct({
  signal_time: withDefault(
    Schema.Literals(["close", "open"]),
    "close",
    "event at which a decision is made; at the open, intent and estimates are those of the previous close",
  ),
  execution_time: withDefault(
    Schema.Literals(["next_open", "next_close", "signal_close"]),
    "next_open",
    "event at which orders fill; signal_close is optimistic and marked so",
  ),
  delay_sessions: withDefault(intBetween(0, 252), 0, "further sessions to wait before the fill"),
  price_used: optional(
    Schema.Literals(["open", "close", "typical"]),
    "price of the fill; left out: that of the event. typical = (high + low + close) / 3",
  ),
  exposure: withDefault(
    Schema.Literals(["auto", "passthrough", "rank_then_normalize", "zscore_then_clip"]),
    "auto",
    "how intent becomes exposure; auto: passthrough for signals, rank_then_normalize for scores",
  ),
  clip: withDefault(positive, 3, "bound of z-scores, standard deviations, for zscore_then_clip"),
  gross_exposure_cap: withDefault(
    between(0.01, 10),
    1,
    "largest sum of absolute weights before leverage, fraction",
  ),
  per_asset_cap: optional(between(0, 1), "largest absolute exposure of an asset, fraction"),
  net_exposure_target: optional(between(-10, 10), "sum of weights that the two legs are scaled to, fraction"),
  long_only: withDefault(Schema.Boolean, false, "negative exposures become 0"),
})
  .annotate({ description: "from intent to exposure, and when orders fill" })
  .check(
    Schema.makeFilter(({ execution_time, price_used }: { execution_time: string; price_used?: string }) => {
      const allowed = pricesOf[execution_time]!
      if (price_used === undefined || allowed.includes(price_used)) return true
      return {
        path: ["price_used"],
        issue: `${price_used} cannot be had with execution_time ${execution_time}: use ${allowed.join(" or ")}`,
      }
    }),
    Schema.makeFilter(
      ({
        signal_time,
        execution_time,
        price_used,
      }: {
        signal_time: string
        execution_time: string
        price_used?: string
      }) => {
        if (signal_time === "close") return true
        if (execution_time === "signal_close") {
          const issue =
            "signal_close needs signal_time close; with signal_time open use next_close or next_open"
          return { path: ["execution_time"], issue }
        }
        return (
          execution_time !== "next_close" ||
          price_used !== "typical" || {
            path: ["price_used"],
            issue: "typical holds prices from before a signal at the open of that session: use close",
          }
        )
      },
    ),
    Schema.makeFilter(
      ({
        gross_exposure_cap: cap,
        net_exposure_target: net,
      }: {
        gross_exposure_cap: number
        net_exposure_target?: number
      }) =>
        net === undefined ||
        Math.abs(net) <= cap || {
          path: ["net_exposure_target"],
          issue: `${net} lies outside ±gross_exposure_cap (${cap})`,
        },
    ),
  )

const Meta = Schema.Struct({
  type: withDefault(
    Schema.Literals(["fixed_weight", "risk_parity"]),
    "fixed_weight",
    "how strategies are weighted: as given, or by the inverse volatility of what each earns on its own",
  ),
  weights: optional(
    Schema.Record(Schema.String, between(0, 1)),
    "fixed_weight: weight of each strategy, summing to 1; left out: equal weights",
  ),
  lookback: withDefault(
    intBetween(2, 2520),
    60,
    "risk_parity: sessions of returns behind the volatility of a strategy",
  ),
  min_weight: withDefault(between(0, 1), 0, "risk_parity: smallest weight of a strategy, fraction"),
  max_weight: withDefault(between(0, 1), 1, "risk_parity: largest weight of a strategy, fraction"),
})
  .annotate({ description: "weights over strategies" })
  .check(
    Schema.makeFilter(
      ({
        type,
        weights,
        min_weight,
        max_weight,
      }: {
        type: string
        weights?: unknown
        min_weight: number
        max_weight: number
      }) => {
        if (type === "risk_parity" && weights !== undefined) {
          const issue = "weights go with type fixed_weight; risk_parity finds its own. Leave one of them out"
          return { path: ["weights"], issue }
        }
        return (
          min_weight <= max_weight || {
            path: ["min_weight"],
            issue: `min_weight ${min_weight} exceeds max_weight ${max_weight}`,
          }
        )
      },
    ),
  )

const Rebalance = Schema.Struct({
  frequency: withDefault(
    Schema.Literals(["daily", "weekly", "monthly", "quarterly", "yearly", "once"]),
    "monthly",
    "how often targets are decided",
  ),
  day: withDefault(
    Schema.Literals(["first_trading_day", "last_trading_day", "mon", "tue", "wed", "thu", "fri"]),
    "last_trading_day",
    "day within the period, by the exchange's calendar; weekdays go with weekly",
  ),
  on_intent_change: withDefault(
    Schema.Boolean,
    false,
    "also decide when the sign of the blended intent changes",
  ),
})
  .annotate({ description: "decision dates" })
  .check(
    Schema.makeFilter(({ frequency, day }: { frequency: string; day: string }) => {
      const isWeekday = !day.endsWith("_trading_day")
      return (
        !isWeekday ||
        frequency === "weekly" || { path: ["day"], issue: `day ${day} goes with frequency weekly only` }
      )
    }),
  )

/** By rule, then those that optimise. */
const allocationMethods = [
  "inverse_vol",
  "equal_weight",
  "group_weights",
  "min_variance",
  "mean_variance",
  "max_sharpe",
  "risk_parity",
  "hrp",
  "max_diversification",
  "min_cvar",
] as const

const { sectors: _sectors, ...bounds } = constraintFields
const { periods_per_year: _periods, ...views } = expectedReturnFields

const Group = Schema.Struct({
  weight: between(0, 1).annotate({ description: "share of capital" }),
  members: Schema.NonEmptyArray(Schema.NonEmptyString).annotate({
    description: "assets, sectors or classes; equity also stands for sectors such as equity-us",
  }),
})

const Allocation = Schema.Struct({
  method: withDefault(
    Schema.Literals(allocationMethods),
    "inverse_vol",
    "base weights, before exposure: by a rule, or from min_variance on by an optimum over estimates",
  ),
  lookback: withDefault(intBetween(2, 2520), 60, "sessions of returns behind the volatility"),
  min_vol: withDefault(between(1e-8, 1), 1e-4, "floor of the volatility, decimal per day"),
  allocate_over: withDefault(
    Schema.Literals(["universe", "active"]),
    "universe",
    "share the budget over all eligible assets, or over those with an exposure",
  ),
  combine: withDefault(
    Schema.Literals(["auto", "overlay", "normalise"]),
    "auto",
    "overlay: weight × exposure, the rest is cash; normalise: to the gross exposure; auto: by kind of intent",
  ),
  rebalance: section(Rebalance),
  ...covarianceFields,
  covariance_update: update,
  ...bounds,
  ...views,
  risk_aversion: withDefault(
    positive,
    5,
    "mean_variance: γ, what a unit of variance costs; without a target",
  ),
  target_return: optional(between(-1, 100), "mean_variance: least expected return, decimal per year"),
  target_volatility: optional(positive, "mean_variance: largest volatility, decimal per year"),
  confidence: withDefault(between(0.5, 0.999), 0.95, "min_cvar: share of sessions that are not in the tail"),
  turnover_limit: optional(
    Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(2)),
    "largest sum of |weight wanted − weight held| of a decision, before leverage; the first build is free",
  ),
  turnover_penalty: withDefault(
    between(0, 10),
    0,
    "mean_variance: what a unit of that sum costs its utility over a year, decimal",
  ),
  groups: optional(
    Schema.Record(Schema.String, Group),
    "group_weights: fixed weight of each group, summing to 1, and who is in it",
  ),
  fallback: withDefault(
    Schema.Literals(["inverse_vol", "equal_weight"]),
    "inverse_vol",
    "weights where no optimal ones can be had",
  ),
})
  .annotate({ description: "from exposure to target weights" })
  .check(Schema.makeFilter(allocationProblem))

interface AllocationChecked extends Omit<WeightConstraints, "sectors"> {
  readonly method: (typeof allocationMethods)[number]
  readonly expected_returns: string
  readonly target_return?: number
  readonly target_volatility?: number
  readonly turnover_limit?: number
  readonly turnover_penalty: number
  readonly groups?: Readonly<Record<string, { readonly weight: number }>>
}

/** What goes with some methods only is refused elsewhere: it would be ignored without a word. */
function allocationProblem(given: AllocationChecked) {
  const { method, min_weight, max_weight, bounds, sector_bounds, target_return, target_volatility } = given
  const problem = (field: string, issue: string) => ({ path: [field], issue })
  if (min_weight > max_weight) return problem("min_weight", `${min_weight} exceeds max_weight ${max_weight}`)
  const set = {
    min_weight: min_weight !== 0,
    max_weight: max_weight !== 1,
    bounds: Object.keys(bounds).length > 0,
    turnover_limit: given.turnover_limit !== undefined,
    sector_bounds: Object.keys(sector_bounds).length > 0,
  }
  const grouped = groupProblem(given)
  if (grouped !== undefined) return problem("groups", grouped)
  const bounded = Object.entries(set).find(([, isSet]) => isSet)
  if (bounded !== undefined && ["inverse_vol", "equal_weight", "group_weights"].includes(method)) {
    return problem(
      bounded[0],
      `${method} takes no bounds and limits; use risk.max_weight_per_asset or risk.max_sector_weight`,
    )
  }
  const target =
    target_return === undefined
      ? target_volatility === undefined
        ? undefined
        : "target_volatility"
      : "target_return"
  if (target !== undefined && method !== "mean_variance")
    return problem(target, `goes with method mean_variance, not ${method}`)
  if (target_return !== undefined && target_volatility !== undefined)
    return problem("target_volatility", "a study has one target: drop it or target_return")
  if (given.turnover_penalty > 0 && (method !== "mean_variance" || target !== undefined))
    return problem(
      "turnover_penalty",
      "goes with method mean_variance without a target: only there is it a cost",
    )
  if (method === "max_sharpe" && given.expected_returns === "zero")
    return problem("expected_returns", "max_sharpe needs a view: scores or shrunk_mean")
  return true
}

function groupProblem({ method, groups }: AllocationChecked): string | undefined {
  if (groups === undefined)
    return method === "group_weights"
      ? "group_weights needs groups, as in groups: { equity: { weight: 0.6, members: [equity] }, … }"
      : undefined
  if (method !== "group_weights") return `goes with method group_weights, not ${method}`
  const weights = Object.values(groups).map(({ weight }) => weight)
  const sum = weights.reduce((a, b) => a + b, 0)
  return Math.abs(sum - 1) > 1e-6 ? `weights sum to ${weights.join(" + ")} = ${sum}, not to 1` : undefined
}

const Risk = Schema.Struct({
  max_weight_per_asset: optional(between(1e-4, 10), "largest absolute weight of an asset, fraction"),
  max_sector_weight: optional(between(1e-4, 10), "largest sum of absolute weights of a sector, fraction"),
  sectors: optional(
    Schema.Record(Schema.String, Schema.NonEmptyString),
    "asset → sector; left out: the snapshot's",
  ),
  min_assets_held: withDefault(intBetween(1, 10000), 1, "names held below which the row is scaled down"),
  redistribute: withDefault(
    Schema.Literals(["same_sign", "across_signs", "none"]),
    "same_sign",
    "where a cap's excess goes; what cannot be placed is cash",
  ),
  max_scale: withDefault(between(1, 1000), 3, "largest factor by which redistribution may raise a weight"),
  cap_mode: withDefault(Schema.Literals(["both", "pre_leverage", "post_leverage"]), "both", "when caps act"),
  target_vol: optional(between(0.001, 5), "volatility to aim at, decimal per year; left out: no leverage"),
  vol_lookback: withDefault(intBetween(2, 2520), 60, "sessions of returns behind the leverage"),
  min_leverage: withDefault(between(0, 20), 0, "smallest leverage, factor"),
  max_leverage: withDefault(between(0, 20), 2, "largest leverage, factor"),
  leverage_update: withDefault(
    Schema.Literals(["rebalance", "daily"]),
    "rebalance",
    "when leverage is set anew",
  ),
})
  .annotate({ description: "caps and leverage" })
  .check(
    Schema.makeFilter(
      ({ min_leverage, max_leverage }: { min_leverage: number; max_leverage: number }) =>
        min_leverage <= max_leverage || {
          path: ["min_leverage"],
          issue: `min_leverage ${min_leverage} exceeds max_leverage ${max_leverage}`,
        },
    ),
  )

const CostOverride = Schema.Struct({
  spread_bps: optional(between(0, 10_000), "bid-ask spread of this asset, basis points"),
  slippage_bps: optional(between(0, 10_000), "slippage of this asset, basis points"),
  impact_coefficient: optional(between(0, 100), "impact of this asset"),
})

const Costs = Schema.Struct({
  spread_bps: withDefault(
    between(0, 10_000),
    0,
    "bid-ask spread, basis points; half of it is paid on each unit traded",
  ),
  slippage_bps: withDefault(between(0, 10_000), 0, "slippage on each unit traded, basis points"),
  impact_coefficient: withDefault(between(0, 100), 0, "coefficient of the square-root law of impact"),
  overrides: withDefault(
    Schema.Record(Schema.String, CostOverride),
    {},
    "other rates for some assets, by symbol or asset class",
  ),
  asset_classes: withDefault(
    Schema.Record(Schema.String, Schema.NonEmptyString),
    {},
    "asset → class: a class of docs/cost-modeling.md has its usual rates, others take theirs from overrides",
  ),
  asset_rates: withDefault(
    Schema.Literals(["snapshot", "none"]),
    "snapshot",
    "costs and classes below overrides and asset_classes: those of the snapshot's assets.yaml, or none",
  ),
  scale: withDefault(between(0, 100), 1, "factor on spread, slippage and impact, to stress them"),
  turnover_basis: withDefault(
    Schema.Literals(["target", "traded"]),
    "target",
    "which turnover pays: between targets, or against drifted holdings",
  ),
  capital: withDefault(positive, 1e6, "money under management, for impact, in the currency of the prices"),
  cash_rate: withDefault(between(-1, 1), 0, "interest on cash, decimal per year"),
  financing_spread: withDefault(between(0, 10), 0, "added to cash_rate on borrowed cash, decimal per year"),
  short_borrow: withDefault(between(0, 10), 0, "fee on short positions, decimal per year"),
}).annotate({ description: "what trading and financing cost" })

const Metrics = Schema.Struct({
  risk_free: optional(
    between(-1, 1),
    "rate subtracted in the Sharpe ratio, decimal per year; left out: cash_rate",
  ),
  mar: withDefault(between(-1, 1), 0, "minimum acceptable return of the Sortino ratio, decimal per year"),
  convention: optional(
    Schema.Literals(conventions),
    "also give figures as this tool defines them, where it differs; left out: Sage's own alone",
  ),
}).annotate({ description: "rates that ratios are measured against" })

const Folds = Schema.Struct({ ...foldFields, min_train_sessions: minTrainSessions })
  .annotate({ description: "test windows that the study is cut into, and training before each" })
  .check(
    Schema.makeFilter(
      ({
        type,
        window,
        train_sessions,
        min_train_sessions,
      }: {
        type: string
        window: string
        train_sessions: number
        min_train_sessions: number
      }) =>
        (type === "yearly" && window === "expanding") ||
        min_train_sessions <= train_sessions || {
          path: ["min_train_sessions"],
          issue: `min_train_sessions ${min_train_sessions} exceeds train_sessions ${train_sessions}: a fold would never choose`,
        },
    ),
  )

/**
 * The sections of a study, for graphs that add some of their own; `systemChecks` goes with them.
 *
 * @param strategies union of the strategies' schemas, from their catalogue
 */
export const systemFields = <S extends Schema.Top>(strategies: S) => ({
  data: section(Data),
  period: section(Period),
  strategies: Schema.Record(Schema.String, strategies)
    .check(
      Schema.makeFilter(
        (given: Readonly<Record<string, unknown>>) =>
          Object.keys(given).length > 0 || "a study needs a strategy; passthrough holds everything",
      ),
      Schema.makeFilter(
        (given: Readonly<Record<string, unknown>>) => !Object.hasOwn(given, "") || "a strategy needs a name",
      ),
    )
    .annotate({ description: "what is wanted, by name: each maps features to intent" }),
  execution: section(Execution),
  meta: section(Meta),
  allocation: section(Allocation),
  risk: section(Risk),
  costs: section(Costs),
  metrics: section(Metrics),
  folds: section(Folds),
  seed: withDefault(Schema.Int, 0, "seed of everything random"),
})

/** @param strategies union of the strategies' schemas, from their catalogue */
export const systemConfig = <S extends Schema.Top>(strategies: S) =>
  Schema.Struct(systemFields(strategies)).check(systemChecks)

interface CrossChecked {
  readonly strategies: Readonly<Record<string, unknown>>
  readonly meta: {
    readonly type: string
    readonly weights?: Readonly<Record<string, number>>
    readonly min_weight: number
    readonly max_weight: number
  }
  readonly costs: { readonly turnover_basis: string }
  readonly risk: { readonly leverage_update: string; readonly min_assets_held: number }
  readonly data: { readonly universe?: ReadonlyArray<string> }
}

/** What the sections ask of each other. */
export const systemChecks = Schema.makeFilter(crossChecks)

function crossChecks({ strategies, meta, costs, risk, data }: CrossChecked) {
  const issue = metaIssue(Object.keys(strategies), meta)
  if (issue !== undefined) return issue
  if (risk.leverage_update === "daily" && costs.turnover_basis !== "traded") {
    return { path: ["risk", "leverage_update"], issue: "daily leverage needs costs.turnover_basis: traded" }
  }
  if (data.universe !== undefined && risk.min_assets_held > data.universe.length) {
    return {
      path: ["risk", "min_assets_held"],
      issue: `more than the ${data.universe.length} assets of the universe`,
    }
  }
  return true
}

/** What makes weights over these strategies impossible, with the arithmetic. */
function metaIssue(
  names: ReadonlyArray<string>,
  { type, weights, min_weight, max_weight }: CrossChecked["meta"],
) {
  const at = (field: string, issue: string) => ({ path: ["meta", field], issue })
  if (weights !== undefined) {
    const wanted = names.toSorted().join(", ")
    if (Object.keys(weights).toSorted().join(", ") !== wanted)
      return at("weights", `weights must name exactly the strategies: ${wanted}`)
    const given = Object.values(weights)
    const sum = given.reduce((a, b) => a + b, 0)
    if (Math.abs(sum - 1) > 1e-6)
      return at("weights", `weights sum to ${given.join(" + ")} = ${sum}, not to 1`)
  }
  if (type !== "risk_parity" || names.length < 2) return undefined
  const count = names.length
  if (count * min_weight > 1)
    return at("min_weight", `${count} strategies × min_weight ${min_weight} = ${count * min_weight}, above 1`)
  if (count * max_weight < 1)
    return at("max_weight", `${count} strategies × max_weight ${max_weight} = ${count * max_weight}, below 1`)
  return undefined
}

/** A decoded study, its strategies apart. */
export type SystemConfig<Strategy = { readonly type: string }> = Omit<
  ReturnType<typeof systemConfig<Schema.Codec<Strategy, unknown>>>["Type"],
  "strategies"
> & { readonly strategies: Readonly<Record<string, Strategy>> }
