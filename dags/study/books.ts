/** Four books: what each aims at, and what becomes of it through orders, fills and drift. */
import type { Exposure, Node, Panel, Weights } from "sage"
import {
  type Bindings,
  CapBindings,
  Caps,
  Combine,
  EmptyLegsRecord,
  EqualWeight,
  ExAnteVolatilityTarget,
  VolatilityTarget,
} from "sage/allocation"
import type { MarketFacts } from "sage/data"
import { ExposureMapping } from "sage/execution"
import { Passthrough } from "sage/intent"
import { type Config, covarianceOf, isDaily, sessionsToFill, targetsAt } from "./config.ts"
import type { Decision } from "./decision.ts"
import { combining, fill } from "./fill.ts"
import type { Market } from "./market.ts"

export type Books = ReturnType<typeof runBooks>

/** Target weights of each book and what becomes of them. */
export function runBooks(config: Config, snapshot: MarketFacts, market: Market, decision: Decision) {
  const { eligible, exposure, base } = decision
  const everything = everythingLong(eligible)
  const how = combining(config)
  const equal = (wanted: Node.Source<Exposure.Exposure>, as: string) =>
    EqualWeight({ allocate_over: "universe" }, { eligible, exposure: wanted }, { as })
  const targets = {
    b0: Combine(
      { combine: "overlay" },
      { base: equal(everything, "b0"), exposure: everything },
      { as: "b0" },
    ),
    b1: Combine(how, { base: equal(exposure, "b1"), exposure }, { as: "b1" }),
  }
  const combined = Combine(how, { base, exposure }, { as: "b2" })
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
    // a net target counts on both legs
    emptyLegs:
      config.execution.net_exposure_target === undefined
        ? undefined
        : EmptyLegsRecord({}, { weights: combined }),
    bindings: { ...capped.bindings, ...final.bindings },
  }
}

/** Exposure +1 in whatever is eligible. */
function everythingLong(eligible: Node.Source<Panel.Panel>) {
  const intent = Passthrough({}, { index: eligible }, { as: "b0" })
  return ExposureMapping({ mapping: "passthrough", kind: "signals" }, { intent, eligible }, { as: "b0" })
}

interface Capped {
  readonly weights: Node.Source<Weights.TargetWeights>
  readonly bindings: Readonly<Record<string, Node.Source<Bindings>>>
}

function caps({ risk }: Config, snapshot: MarketFacts) {
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
function capBefore(config: Config, snapshot: MarketFacts, weights: Capped["weights"]): Capped {
  if (!hasCaps(config) || config.risk.cap_mode === "post_leverage") return { weights, bindings: {} }
  const bounds = { ...caps(config, snapshot), raise: true }
  return {
    weights: Caps(bounds, { weights }, { as: "before-leverage" }).weights,
    bindings: { "before leverage": CapBindings(bounds, { weights }, { as: "before-leverage" }) },
  }
}

/** Caps on the levered row bound it and never raise its gross; then the floor of names held. */
function capAfter(config: Config, snapshot: MarketFacts, weights: Capped["weights"]): Capped {
  const { min_assets_held, cap_mode } = config.risk
  const bounds = hasCaps(config) && cap_mode !== "pre_leverage" ? caps(config, snapshot) : {}
  if (Object.keys(bounds).length === 0 && min_assets_held === 1) return { weights, bindings: {} }
  const last = { ...bounds, min_assets_held, raise: false }
  return {
    weights: Caps(last, { weights }, { as: "after-leverage" }).weights,
    bindings: { "after leverage": CapBindings(last, { weights }, { as: "after-leverage" }) },
  }
}

/** Leverage towards the volatility target: by what the unlevered book has done, or by what its weights are predicted to do. */
function lever(
  config: Config,
  snapshot: MarketFacts,
  { lag, returns }: Decision,
  weights: Node.Source<Weights.TargetWeights>,
  { book, filled }: ReturnType<typeof fill>,
) {
  const { risk } = config
  if (risk.target_vol === undefined) return { weights, leverage: undefined }
  const rule = {
    target_vol: risk.target_vol,
    min_leverage: risk.min_leverage,
    max_leverage: risk.max_leverage,
    periods_per_year: snapshot.periods_per_year,
    lag,
  }
  if (risk.estimator === "ex_ante") {
    return ExAnteVolatilityTarget({ ...rule, ...covarianceOf(config) }, { weights, returns })
  }
  return VolatilityTarget(
    {
      ...rule,
      vol_lookback: risk.vol_lookback,
      leverage_update: risk.leverage_update,
      sessions_to_fill: sessionsToFill(config),
    },
    { weights, book, ...(isDaily(config) ? { filled } : {}) },
  )
}
