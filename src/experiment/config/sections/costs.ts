/** What trading and financing cost. */
import * as Schema from "effect/Schema"
import { between, optional, positive, withDefault } from "../fields.ts"

const CostOverride = Schema.Struct({
  spread_bps: optional(between(0, 10_000), "bid-ask spread of this asset, basis points"),
  slippage_bps: optional(between(0, 10_000), "slippage of this asset, basis points"),
  impact_coefficient: optional(between(0, 100), "impact of this asset"),
})

export const Costs = Schema.Struct({
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
