import type { Estimator } from "./covariance.ts"

/**
 * Inputs and settings of the naive re-computation. Matrices are plain arrays, session first: `x[t][i]`.
 * NaN means "not known", null means "does not exist" or "off".
 */
export interface Bar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly dividend: number
  readonly splitRatio: number
}

export interface StudyInput {
  readonly sessions: ReadonlyArray<string>
  readonly assets: ReadonlyArray<string>
  readonly bars: Readonly<Record<string, ReadonlyArray<Bar | null>>>
  readonly delisted: Readonly<Record<string, string>>
  readonly isDecisionDate: (iso: string) => boolean
}

export type Method = "majority" | "all" | "weighted"

export interface TrendConfig {
  readonly type: "trend"
  readonly momentum_lookback?: number
  readonly sma_short?: number
  readonly sma_long?: number
  readonly breakout_period?: number
  readonly combination_method?: Method
  readonly weights?: ReadonlyArray<number>
  readonly weighted_threshold?: number
}

export interface MeanReversionConfig {
  readonly type: "mean_reversion"
  readonly rsi_period?: number
  readonly rsi_oversold?: number
  readonly rsi_overbought?: number
  readonly bb_period?: number
  readonly bb_std?: number
  readonly zscore_lookback?: number
  readonly zscore_threshold?: number
  readonly combination_method?: Method
  readonly weights?: ReadonlyArray<number>
  readonly weighted_threshold?: number
}

export interface RankConfig {
  readonly type: "cross_sectional_momentum"
  readonly momentum_lookback?: number
  readonly momentum_skip?: number
  readonly threshold?: number
}

export interface ScaledConfig {
  readonly type: "time_series_momentum"
  readonly momentum_lookback?: number
  readonly vol_lookback?: number
  readonly clip?: number
  readonly threshold?: number
}

/** `given` stands for anything else that yields an intent: a matrix of scores or of -1, 0, +1. */
export interface GivenConfig {
  readonly type: "given"
  readonly kind: "discrete" | "scores"
  readonly values: ReadonlyArray<ReadonlyArray<number>>
}

export type StrategyConfig =
  | TrendConfig
  | MeanReversionConfig
  | RankConfig
  | ScaledConfig
  | { readonly type: "passthrough" }
  | GivenConfig
export type ExposureMethod = "passthrough" | "rank_then_normalize" | "zscore_then_clip" | "auto"

export interface Settings {
  readonly data: { max_stale: number; delist_after: number; delisting_return: number }
  readonly strategies: Readonly<Record<string, StrategyConfig>>
  readonly meta: {
    type: "fixed_weight" | "risk_parity"
    weights: ReadonlyArray<number> | null
    lookback: number
    min_weight: number
    max_weight: number
  }
  readonly execution: {
    signal_time: "close" | "open"
    execution_time: "next_open" | "next_close" | "signal_close"
    delay_sessions: number
    price_used: "open" | "close" | "typical" | null
    exposure: ExposureMethod
    clip: number
    long_only: boolean
    per_asset_cap: number | null
    gross_exposure_cap: number | null
    net_exposure_target: number | null
  }
  readonly allocation: {
    method: "equal_weight" | "inverse_vol" | "min_variance" | "risk_parity" | "hrp"
    /** of the methods that optimise, and of leverage by prediction */
    window: number
    covariance: Estimator["covariance"]
    half_life_sessions: number
    factors: number
    covariance_update: "rebalance" | "weekly" | "monthly"
    lookback: number
    min_vol: number
    allocate_over: "universe" | "active"
    combine: "auto" | "overlay" | "normalise"
  }
  readonly risk: {
    max_weight_per_asset: number | null
    max_sector_weight: number | null
    sectors: Readonly<Record<string, string>>
    redistribute: "same_sign" | "across_signs" | "none"
    max_scale: number
    min_assets_held: number
    cap_mode: "both" | "pre_leverage" | "post_leverage"
    target_vol: number | null
    estimator: "realised" | "ex_ante"
    vol_lookback: number
    min_leverage: number
    max_leverage: number
    leverage_update: "rebalance" | "daily"
  }
  readonly costs: {
    spread_bps: number
    slippage_bps: number
    impact_coefficient: number
    /** rates of single assets, by name */
    overrides: Readonly<Record<string, Partial<Record<CostRate, number>>>>
    asset_classes: Readonly<Record<string, string>>
    /** factor on all three rates */
    scale: number
    turnover_basis: "target" | "traded"
    capital: number
    cash_rate: number
    financing_spread: number
    short_borrow: number
  }
  readonly metrics: { risk_free: number | null; mar: number }
  readonly periods_per_year: number
}

export type CostRate = "spread_bps" | "slippage_bps" | "impact_coefficient"

type Section = "data" | "meta" | "execution" | "allocation" | "risk" | "costs" | "metrics"

/** What a user writes: the strategies, and whatever differs from the defaults. */
export type StudyConfig = {
  readonly strategies: Settings["strategies"]
  readonly periods_per_year?: number
} & {
  readonly [K in Section]?: Partial<Settings[K]>
}

/** The table of page §0. */
export function withDefaults(config: StudyConfig): Settings {
  return {
    data: { max_stale: 5, delist_after: 21, delisting_return: 0, ...config.data },
    strategies: config.strategies,
    meta: {
      type: "fixed_weight",
      weights: null,
      lookback: 60,
      min_weight: 0,
      max_weight: 1,
      ...config.meta,
    },
    execution: {
      signal_time: "close",
      execution_time: "next_open",
      delay_sessions: 0,
      price_used: null,
      exposure: "auto",
      clip: 3,
      long_only: false,
      per_asset_cap: null,
      gross_exposure_cap: 1,
      net_exposure_target: null,
      ...config.execution,
    },
    allocation: {
      method: "inverse_vol",
      window: 252,
      covariance: "sample",
      half_life_sessions: 63,
      factors: 5,
      covariance_update: "rebalance",
      lookback: 60,
      min_vol: 1e-4,
      allocate_over: "universe",
      combine: "auto",
      ...config.allocation,
    },
    risk: {
      max_weight_per_asset: null,
      max_sector_weight: null,
      sectors: {},
      redistribute: "same_sign",
      max_scale: 3,
      min_assets_held: 1,
      cap_mode: "both",
      target_vol: null,
      estimator: "realised",
      vol_lookback: 60,
      min_leverage: 0,
      max_leverage: 2,
      leverage_update: "rebalance",
      ...config.risk,
    },
    costs: {
      spread_bps: 0,
      slippage_bps: 0,
      impact_coefficient: 0,
      overrides: {},
      asset_classes: {},
      scale: 1,
      turnover_basis: "target",
      capital: 1e6,
      cash_rate: 0,
      financing_spread: 0,
      short_borrow: 0,
      ...config.costs,
    },
    metrics: { risk_free: null, mar: 0, ...config.metrics },
    periods_per_year: config.periods_per_year ?? 252,
  }
}

/** The price of the fill event: the event's own unless the settings say otherwise. */
export function priceUsed(settings: Settings): "open" | "close" | "typical" {
  const { execution_time, price_used } = settings.execution
  const allowed = {
    next_open: ["open", "typical", "close"],
    next_close: ["close", "typical"],
    signal_close: ["close"],
  }[execution_time]
  const price = price_used ?? (execution_time === "next_open" ? "open" : "close")
  if (!allowed.includes(price)) throw new Error(`${execution_time} cannot fill at ${price}`)
  return price
}

/** Settings that page §4 and §8 refuse, as far as the oracle would otherwise compute something for them. */
export function refuse(settings: Settings): void {
  const { risk, costs } = settings
  if (risk.leverage_update === "daily" && costs.turnover_basis !== "traded")
    throw new Error("leverage_update daily needs turnover_basis traded")
  if (risk.leverage_update === "daily" && risk.estimator !== "realised")
    throw new Error("leverage_update daily needs estimator realised")
  priceUsed(settings)
}
