import * as fc from "fast-check"

const sometimes = <A>(value: fc.Arbitrary<A>) => fc.option(value, { nil: undefined })

const trend = fc
  .record({
    type: fc.constant("trend"),
    momentum_lookback: fc.integer({ min: 1, max: 20 }),
    sma_short: fc.integer({ min: 1, max: 5 }),
    more: fc.integer({ min: 1, max: 12 }),
    breakout_period: fc.integer({ min: 1, max: 20 }),
    combination_method: fc.constantFrom("majority", "all", "weighted"),
    weights: fc.constantFrom([0.4, 0.3, 0.3], [1, 0, 0], [0.5, 0.25, 0.25], [0.2, 0.2, 0.6]),
    weighted_threshold: fc.constantFrom(0, 0.1, 0.2, 0.3),
  })
  .map(({ more, ...rest }) => ({ ...rest, sma_long: rest.sma_short + more }))

const reversion = fc
  .record({
    type: fc.constant("mean_reversion"),
    rsi_period: fc.integer({ min: 2, max: 14 }),
    levels: fc.constantFrom([30, 70], [45, 55], [10, 50]),
    bb_period: fc.integer({ min: 2, max: 20 }),
    bb_std: fc.constantFrom(0.5, 1, 2),
    zscore_lookback: fc.integer({ min: 10, max: 20 }),
    zscore_threshold: fc.constantFrom(0.5, 1, 1.5),
    combination_method: fc.constantFrom("majority", "all", "weighted"),
    weights: fc.constantFrom([0.4, 0.3, 0.3], [1, 0, 0], [0.2, 0.2, 0.6]),
    weighted_threshold: fc.constantFrom(0, 0.1, 0.2),
  })
  .map(({ levels: [rsi_oversold, rsi_overbought], ...rest }) => ({ ...rest, rsi_oversold, rsi_overbought }))

const threshold = fc.option(fc.constantFrom(0, 0.25, 0.5), { nil: undefined, freq: 1 })

const ranked = fc
  .record({
    type: fc.constant("cross_sectional_momentum"),
    momentum_skip: fc.integer({ min: 0, max: 5 }),
    more: fc.integer({ min: 1, max: 15 }),
    threshold,
  })
  .map(({ more, ...rest }) => ({ ...rest, momentum_lookback: rest.momentum_skip + more }))

const scaled = fc.record({
  type: fc.constant("time_series_momentum"),
  momentum_lookback: fc.integer({ min: 1, max: 20 }),
  vol_lookback: fc.integer({ min: 2, max: 12 }),
  clip: fc.constantFrom(0.5, 2),
  threshold,
})

const strategy = fc.oneof(
  { weight: 4, arbitrary: trend },
  { weight: 3, arbitrary: reversion },
  { weight: 2, arbitrary: ranked },
  { weight: 2, arbitrary: scaled },
  { weight: 1, arbitrary: fc.constant({ type: "passthrough" }) },
)

/** One to three strategies and, for more than one, sometimes their weights in tenths. */
const strategies = fc
  .tuple(
    fc.array(strategy, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
    fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 2 }),
    fc.option(
      fc.record({
        type: fc.constant("risk_parity"),
        lookback: fc.constantFrom(2, 5, 15),
        min_weight: fc.constantFrom(0, 0, 0.2, 1 / 3),
        max_weight: fc.constantFrom(1, 1, 0.6, 0.5),
      }),
    ),
  )
  .map(([list, weighted, cuts, riskParity]) => {
    const names = ["trend", "beta", "aside"].slice(0, list.length)
    const [low, high] = cuts.toSorted((a, b) => a - b) as [number, number]
    const shares = { 1: [10], 2: [low, 10 - low], 3: [low, high - low, 10 - high] }[list.length]!
    return {
      strategies: Object.fromEntries(names.map((name, k) => [name, list[k]!])),
      meta:
        riskParity ??
        (weighted ? { weights: Object.fromEntries(names.map((name, k) => [name, shares[k]! / 10])) } : {}),
    }
  })

const execution = fc
  .constantFrom(
    ["close", "next_open", undefined],
    ["close", "next_open", "open"],
    ["close", "next_open", "typical"],
    ["close", "next_open", "close"],
    ["close", "next_close", undefined],
    ["close", "next_close", "typical"],
    ["close", "signal_close", undefined],
    ["open", "next_open", undefined],
    ["open", "next_open", "typical"],
    ["open", "next_close", undefined],
    ["open", "next_close", "close"],
  )
  .chain(([signal_time, execution_time, price_used]) =>
    fc.record({
      signal_time: fc.constant(signal_time),
      execution_time: fc.constant(execution_time),
      price_used: fc.constant(price_used),
      delay_sessions: fc.constantFrom(0, 0, 0, 1, 2, 6),
      exposure: fc.constantFrom("auto", "passthrough", "rank_then_normalize", "zscore_then_clip"),
      clip: fc.constantFrom(3, 1, 0.5),
      gross: fc.constantFrom(1, 1, 0.5, 1.5, 3),
      net: sometimes(fc.constantFrom(0, 0.2, -0.5, 1)),
      per_asset_cap: sometimes(fc.constantFrom(1, 0.4)),
      long_only: fc.boolean(),
    }),
  )
  .map(({ gross, net, ...rest }) => ({
    ...rest,
    gross_exposure_cap: gross,
    net_exposure_target: net === undefined ? undefined : Math.max(-gross, Math.min(gross, net)),
  }))

const rebalance = fc
  .constantFrom<[string, string]>(
    ...["daily", "monthly", "quarterly", "yearly", "once"].flatMap((frequency) =>
      ["first_trading_day", "last_trading_day"].map((day): [string, string] => [frequency, day]),
    ),
    ...["first_trading_day", "last_trading_day", "mon", "tue", "wed", "thu", "fri"].map(
      (day): [string, string] => ["weekly", day],
    ),
  )
  .chain(([frequency, day]) =>
    fc.record({ frequency: fc.constant(frequency), day: fc.constant(day), on_intent_change: fc.boolean() }),
  )

const allocation = fc
  .record({
    method: fc.constantFrom(
      ...["inverse_vol", "inverse_vol", "inverse_vol", "equal_weight", "equal_weight"],
      ...["min_variance", "risk_parity", "hrp"],
    ),
    window: fc.constantFrom(10, 20),
    covariance: fc.constantFrom(
      "sample",
      "ewma",
      "ledoit_wolf",
      "oas",
      "constant_correlation",
      "factor_model",
    ),
    half_life_sessions: fc.constantFrom(3, 20),
    factors: fc.constantFrom(1, 2, 5),
    covariance_update: fc.constantFrom("rebalance", "rebalance", "weekly", "monthly"),
    lookback: fc.constantFrom(2, 5, 20),
    min_vol: fc.constantFrom(1e-4, 0.01),
    allocate_over: fc.constantFrom("universe", "active"),
    combine: fc.constantFrom("auto", "overlay", "normalise"),
    rebalance,
  })
  // correlations that are equal leave the tree of hrp to rounding
  .map((given) => (given.method === "hrp" ? { ...given, covariance: "oas" } : given))

const sector = fc.constantFrom("north", "south", "east")

const risk = fc
  .record({
    max_weight_per_asset: sometimes(fc.constantFrom(0.1, 0.3, 0.6)),
    max_sector_weight: sometimes(fc.constantFrom(0.25, 0.5)),
    sectors: fc
      .array(sector, { minLength: 7, maxLength: 7 })
      .map((names) => Object.fromEntries(names.map((name, i) => [`A${i}`, name]))),
    min_assets_held: fc.constantFrom(1, 1, 2, 4),
    redistribute: fc.constantFrom("same_sign", "across_signs", "none"),
    max_scale: fc.constantFrom(1, 1.3, 3, 100),
    cap_mode: fc.constantFrom("both", "pre_leverage", "post_leverage"),
    target_vol: sometimes(fc.constantFrom(0.02, 0.1, 0.5)),
    estimator: fc.constantFrom("realised", "ex_ante"),
    vol_lookback: fc.constantFrom(2, 10, 30),
    leverage: fc.constantFrom([0, 2], [1, 1], [0.5, 1], [0, 5]),
    leverage_update: fc.constantFrom("rebalance", "daily"),
  })
  .map(({ leverage: [min_leverage, max_leverage], ...rest }) => ({ ...rest, min_leverage, max_leverage }))

const costs = fc.record({
  spread_bps: fc.constantFrom(0, 2, 2, 50, 50, 8000),
  slippage_bps: fc.constantFrom(0, 3),
  impact_coefficient: fc.constantFrom(0, 0, 0.5, 1),
  turnover_basis: fc.constantFrom("target", "traded"),
  overrides: fc.constantFrom(
    {},
    {},
    { A0: { spread_bps: 100 } },
    { A0: { impact_coefficient: 2 }, A1: { slippage_bps: 0, impact_coefficient: 0 } },
    { dear: { spread_bps: 40 } },
  ),
  scale: fc.constantFrom(1, 1, 0, 2.5),
  capital: fc.constantFrom(1e6, 1e8),
  cash_rate: fc.constantFrom(0, 0.05, -0.01),
  financing_spread: fc.constantFrom(0, 0.02),
  short_borrow: fc.constantFrom(0, 0.03),
})

const period = fc.record({
  /** share of the sessions before the start */
  start: sometimes(fc.constantFrom(0, 0.2, 0.5, 1.1)),
  first_build: fc.constantFrom("scheduled", "scheduled", "start"),
})

const data = fc.record({
  max_stale: fc.constantFrom(5, 0, 1),
  delist_after: fc.constantFrom(21, 1, 3),
  delisting_return: fc.constantFrom(0, 0, -0.3, -1),
})

/** What a user could write, but for the period, whose start is a share of the sessions. */
export const randomConfig = fc
  .record({
    own: strategies,
    data,
    period,
    execution,
    allocation,
    risk,
    costs,
    metrics: fc.record({ risk_free: sometimes(fc.constantFrom(0, 0.03)), mar: fc.constantFrom(0, 0.02) }),
  })
  .map(({ own, ...rest }) => ({ ...own, ...rest }))

export type RandomConfig = typeof randomConfig extends fc.Arbitrary<infer C> ? C : never
