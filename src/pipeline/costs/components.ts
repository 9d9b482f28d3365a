import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { costRows, impactWindow } from "../../kernel/costRows.ts"
import { knownCounts } from "../../kernel/knownCounts.ts"
import { ratesOf } from "./rates.ts"

const bps = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 10_000 }))
const coefficient = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 100 }))
const descriptions = {
  spread_bps: "full bid-ask spread, basis points; half of it is paid on what is traded",
  slippage_bps: "further loss on what is traded, basis points",
  impact_coefficient:
    "square-root impact: loss in daily standard deviations when a full day's volume is traded",
}

const override = Schema.Struct({
  spread_bps: Schema.optionalKey(bps.annotate({ description: descriptions.spread_bps })),
  slippage_bps: Schema.optionalKey(bps.annotate({ description: descriptions.slippage_bps })),
  impact_coefficient: Schema.optionalKey(
    coefficient.annotate({ description: descriptions.impact_coefficient }),
  ),
})

const Config = Schema.Struct({
  spread_bps: bps
    .annotate({ description: descriptions.spread_bps })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  slippage_bps: bps
    .annotate({ description: descriptions.slippage_bps })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  impact_coefficient: coefficient
    .annotate({ description: descriptions.impact_coefficient })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  overrides: Schema.Record(Schema.String, override)
    .annotate({ description: "rates of single assets or asset classes; an asset's own win over its class" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  asset_classes: Schema.Record(Schema.String, Schema.String)
    .annotate({
      description:
        "asset class of each asset: for overrides by class, and for the usual rates of known classes",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  scale: coefficient
    .annotate({ description: "factor on every rate: 2 = trading costs twice as much" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  turnover_basis: Schema.Literals(["target", "traded"])
    .annotate({ description: "which turnover pays: of target weights, or against drifted holdings" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("target" as const))),
  capital: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "net asset value that impact is computed for, USD, constant" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1e6))),
})

/**
 * What trading costs at each fill, as a fraction of net asset value there: spread, slippage, square-root impact.
 *
 * Only fills pay: a holding that goes to cash with the end of its listing counts in turnover and costs nothing.
 * `rates` also has the total on either basis of turnover; `impact_assumed` is the impact rate (per unit traded) that an
 * asset without known volume or volatility was given, NaN elsewhere. Columns of `coverage`: assets with a known volume, and
 * those given an assumed impact. `docs/cost-modeling.md` has the formulas.
 */
export const CostComponents = Node.define({
  name: "costs/components",
  title: "cost rates at each session's fill (fraction of net asset value), known at the close",
  config: Config,
  inputs: {
    target_turnover: Panel.type,
    traded_turnover: Panel.type,
    listing: Panel.type,
    close: Panel.type,
    volume: Panel.type,
    returns: Panel.type,
  },
  outputs: { rates: Series.type, by_asset: Panel.type, impact_assumed: Panel.type, coverage: Series.type },
  reach: () => ({
    target_turnover: Reach.recursive(),
    traded_turnover: Reach.recursive(),
    listing: Reach.recursive(impactWindow),
    close: Reach.recursive(impactWindow),
    volume: Reach.recursive(impactWindow),
    returns: Reach.recursive(impactWindow),
  }),
  scope: "all",
  stateful: true,
  stateColumns: {},
  run: ({ target_turnover, traded_turnover, listing, close, volume, returns }, config, { skip, state }) => {
    const assets = listing.assets
    const rates = {
      spreadBps: ratesOf(config, assets, "spread_bps"),
      slippageBps: ratesOf(config, assets, "slippage_bps"),
      impactCoefficient: ratesOf(config, assets, "impact_coefficient"),
      capital: config.capital,
    }
    const costs = (turnover: Panel.Panel, largest: Float64Array | undefined, detailed: boolean) =>
      costRows(
        {
          assets: assets.length,
          turnover: turnover.values,
          listing: listing.values,
          close: close.values,
          volume: volume.values,
          returns: returns.values,
        },
        rates,
        skip,
        largest?.[0] ?? NaN,
        detailed,
      )
    const target = costs(target_turnover, state?.targetImpact, config.turnover_basis === "target")
    const traded = costs(traded_turnover, state?.tradedImpact, config.turnover_basis === "traded")
    const paid = config.turnover_basis === "target" ? target : traded
    return {
      out: {
        rates: Series.make(listing.calendar, {
          spread: paid.spread,
          slippage: paid.slippage,
          impact: paid.impact,
          total_target_basis: target.total,
          total_traded_basis: traded.total,
        }),
        by_asset: Panel.like(listing, paid.byAsset),
        impact_assumed: Panel.like(listing, paid.impactAssumed),
        coverage: Series.make(listing.calendar, {
          volume_known: knownCounts(volume.values, Panel.rows(volume), assets.length),
          impact_assumed: knownCounts(paid.impactAssumed, Panel.rows(volume), assets.length),
        }),
      },
      state: {
        targetImpact: Float64Array.of(target.largestImpact),
        tradedImpact: Float64Array.of(traded.largestImpact),
      },
    }
  },
})
