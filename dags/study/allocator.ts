/** Base weights by the method that the config names. */
import type { Exposure, Node, Panel } from "sage"
import {
  ConstraintDiagnostics,
  type Diagnostics,
  EqualWeight,
  GroupWeights,
  Hrp,
  InverseVol,
  MaxDiversification,
  MaxSharpe,
  MeanVariance,
  MinCvar,
  MinVariance,
  RiskParity,
} from "sage/allocation"
import type { MarketFacts } from "sage/data"
import { type Config, covarianceOf, timing, tradable } from "./config.ts"
import { groupsOf } from "./groups.ts"
import type { Market } from "./market.ts"

export interface AllocatorInputs {
  readonly eligible: Node.Source<Panel.Panel>
  readonly exposure: Node.Source<Exposure.Exposure>
  readonly returns: Node.Source<Panel.Panel>
  /** volatilities by the names of their windows */
  readonly estimates: Readonly<Record<string, Node.Source<Panel.Panel>>>
  readonly lag: 0 | 1
  readonly market: Market
}

export interface Allocated {
  readonly base: Node.Source<Panel.Panel>
  /** of methods that solve a program */
  readonly diagnostics?: Node.Source<Diagnostics>
}

type Method = Config["allocation"]["method"]

/** Methods that take no bounds: whoever wants these caps the weights afterwards. */
export const isHeuristic = (method: Method): method is "inverse_vol" | "equal_weight" | "group_weights" =>
  method === "inverse_vol" || method === "equal_weight" || method === "group_weights"

export interface Estimation {
  readonly lookback: number
  readonly update: Config["allocation"]["covariance_update"]
}

/** The window behind the estimates of a method; undefined where there are none. */
export function estimation({ allocation }: Config): Estimation | undefined {
  const { method, lookback, window, covariance_update } = allocation
  if (method === "equal_weight" || method === "group_weights") return undefined
  return isHeuristic(method)
    ? { lookback, update: "rebalance" }
    : { lookback: window, update: covariance_update }
}

/** @param window name of the estimate that inverse volatility rests on */
export function allocate(
  config: Config,
  snapshot: MarketFacts,
  inputs: AllocatorInputs,
  window = "volatility",
): Allocated {
  const { allocation } = config
  const { eligible, exposure, returns, estimates } = inputs
  const over = { allocate_over: allocation.allocate_over }
  if (allocation.method === "equal_weight") return { base: EqualWeight(over, { eligible, exposure }) }
  if (allocation.method === "group_weights") {
    const { groups, weights } = groupsOf(config, snapshot)
    return { base: GroupWeights({ ...over, groups, weights }, { eligible, exposure }) }
  }
  if (allocation.method === "inverse_vol") {
    const volatility = estimates[window]!
    return { base: InverseVol({ ...over, min_vol: allocation.min_vol }, { eligible, exposure, volatility }) }
  }
  const { weights, duals, record } = optimiser(
    config,
    snapshot,
    inputs.lag,
  )({
    ...bookOf(config, inputs.market),
    eligible,
    exposure,
    returns,
  })
  return {
    base: weights,
    diagnostics: ConstraintDiagnostics(
      bounds(config, snapshot),
      { weights, duals, record },
      { as: allocation.method },
    ),
  }
}

function bounds({ allocation, risk }: Config, snapshot: MarketFacts) {
  const { min_weight, max_weight, bounds, sector_bounds } = allocation
  return { min_weight, max_weight, bounds, sector_bounds, sectors: risk.sectors ?? snapshot.sectors }
}

const tradesLittle = ({ allocation }: Config): boolean =>
  allocation.turnover_limit !== undefined || allocation.turnover_penalty > 0

/** What the book is run on that a limit of trading is held against. */
function bookOf(config: Config, market: Market) {
  if (!tradesLittle(config)) return {}
  const { fill, returns, listing } = market
  return { ...fill, close_to_close: returns.close_to_close, listing, ...tradable(config, market, "decision") }
}

function tradingOf(config: Config, snapshot: MarketFacts) {
  if (!tradesLittle(config)) return {}
  const { costs, data, allocation } = config
  return {
    trading: {
      ...(allocation.turnover_limit === undefined ? {} : { limit: allocation.turnover_limit }),
      penalty: allocation.turnover_penalty,
      ...timing(config),
      cash_rate: costs.cash_rate,
      financing_spread: costs.financing_spread,
      short_borrow: costs.short_borrow,
      periods_per_year: snapshot.periods_per_year,
      delisting_return: data.delisting_return,
    },
  }
}

type Optimised = ReturnType<typeof MinVariance>

function optimiser(config: Config, snapshot: MarketFacts, lag: 0 | 1) {
  const { allocation } = config
  const { method, fallback } = allocation
  const common = {
    ...bounds(config, snapshot),
    ...tradingOf(config, snapshot),
    ...covarianceOf(config),
    allocate_over: allocation.allocate_over,
    fallback,
    lag,
  }
  const { expected_returns, score_return, risk_aversion, target_return, target_volatility } = allocation
  const view = { ...common, expected_returns, score_return, periods_per_year: snapshot.periods_per_year }
  const targets = {
    ...(target_return === undefined ? {} : { target_return }),
    ...(target_volatility === undefined ? {} : { target_volatility }),
  }
  const methods: Readonly<
    Record<
      Exclude<Method, "inverse_vol" | "equal_weight" | "group_weights">,
      (inputs: Parameters<typeof MinVariance>[1]) => Optimised
    >
  > = {
    min_variance: (inputs) => MinVariance(common, inputs),
    mean_variance: (inputs) => MeanVariance({ ...view, risk_aversion, ...targets }, inputs),
    max_sharpe: (inputs) => MaxSharpe(view, inputs),
    risk_parity: (inputs) => RiskParity(common, inputs),
    hrp: (inputs) => Hrp(common, inputs),
    max_diversification: (inputs) => MaxDiversification(common, inputs),
    min_cvar: (inputs) => MinCvar({ ...common, confidence: allocation.confidence }, inputs),
  }
  return methods[method as keyof typeof methods]
}
