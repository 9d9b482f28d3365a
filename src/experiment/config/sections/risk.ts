/** Caps and leverage. */
import * as Schema from "effect/Schema"
import { between, intBetween, optional, withDefault } from "../fields.ts"

export const Risk = Schema.Struct({
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
  estimator: withDefault(
    Schema.Literals(["realised", "ex_ante"]),
    "realised",
    "what leverage is measured by: what the unlevered book has done, or what its weights are predicted to do by allocation.covariance",
  ),
  vol_lookback: withDefault(
    intBetween(2, 2520),
    60,
    "realised: sessions of returns behind the leverage; ex_ante takes allocation.window",
  ),
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
    Schema.makeFilter(
      ({ estimator, leverage_update }: { estimator: string; leverage_update: string }) =>
        estimator === "realised" ||
        leverage_update === "rebalance" || {
          path: ["leverage_update"],
          issue: "daily leverage follows what the book has done: it needs estimator: realised",
        },
    ),
  )
