import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { mean } from "../../kernel/mean.ts"
import { type CostSummary as Summary, costSummaryType, sentenceOf } from "./CostSummary.ts"

/** Square-root impact was asked for, and the data have no volume to measure it by. */
export class ImpactWithoutVolume extends Schema.TaggedError<ImpactWithoutVolume>()(
  "ImpactWithoutVolume",
  {},
) {
  override get message(): string {
    return "The snapshot has no volume, so market impact cannot be computed. Set costs.impact_coefficient to 0 (also in costs.overrides), or use a snapshot with volume."
  }
}

/** What trading cost over the sessions that metrics count, in numbers and in one sentence. */
export const CostSummary = Node.define({
  name: "costs/summary",
  title: "costs in basis points per day, per year and per unit of turnover, with a sentence",
  config: Schema.Struct({
    periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
      .annotate({ description: "sessions a year: 252, or 365 for a market open every day" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
    turnover_basis: Schema.Literals(["target", "traded"])
      .annotate({ description: "the turnover that paid, as in costs/components" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed("target" as const))),
  }),
  inputs: {
    window: Window.type,
    returns: Series.type,
    book: Series.type,
    rates: Series.type,
    coverage: Series.type,
    impact_assumed: Panel.type,
  },
  output: costSummaryType,
  reach: () => Reach.whole("a summary has no time axis"),
  scope: "all",
  run: (inputs, config): Effect.Effect<Summary, ImpactWithoutVolume> =>
    hasAny(inputs.coverage, "impact_assumed") && !hasAny(inputs.coverage, "volume_known")
      ? Effect.fail(new ImpactWithoutVolume())
      : Effect.succeed(summarise(inputs, config)),
})

interface SummaryInputs {
  readonly window: Window.Window
  readonly returns: Series.Series
  readonly book: Series.Series
  readonly rates: Series.Series
  readonly impact_assumed: Panel.Panel
}

interface SummaryConfig {
  readonly periods_per_year: number
  readonly turnover_basis: "target" | "traded"
}

function summarise(inputs: SummaryInputs, { periods_per_year, turnover_basis }: SummaryConfig): Summary {
  const { from, to } = Window.countedRows(inputs.window, inputs.returns)
  const perDay = (values: Float64Array): number | null => (to > from ? mean(values.subarray(from, to)) : null)
  const growth = product(Series.column(inputs.book, "g1"), Series.column(inputs.book, "g2"))
  const onBasis = (basis: "target" | "traded") =>
    inBps(perDay(product(Series.column(inputs.rates, `total_${basis}_basis`), growth)))
  const component = (name: string) => inBps(perDay(Series.column(inputs.returns, name)))
  const target = perDay(Series.column(inputs.book, "target_turnover"))
  const traded = perDay(Series.column(inputs.book, "traded_turnover"))
  const turnover = turnover_basis === "target" ? target : traded
  const cost = component("cost")
  const [targetCost, tradedCost] = [onBasis("target"), onBasis("traded")]
  const figures = {
    cost_bps_per_day: cost,
    cost_bps_per_year: cost === null ? null : cost * periods_per_year,
    cost_bps_per_unit_of_turnover:
      cost === null || turnover === null || turnover === 0 ? null : cost / turnover,
    components_bps_per_day: {
      spread: component("spread"),
      slippage: component("slippage"),
      impact: component("impact"),
    },
    turnover_basis,
    cost_bps_per_day_target_basis: targetCost,
    cost_bps_per_day_traded_basis: tradedCost,
    target_turnover_per_day: target,
    traded_turnover_per_day: traded,
    impact_unknown: impactUnknown(inputs.impact_assumed),
    zero_cost: targetCost === 0 && tradedCost === 0,
  }
  return { ...figures, sentence: sentenceOf(figures) }
}

const inBps = (fraction: number | null): number | null => (fraction === null ? null : fraction * 1e4)

function hasAny(series: Series.Series, name: string): boolean {
  const counts = Series.column(series, name)
  for (let t = 0; t < counts.length; t++) if (counts[t]! > 0) return true
  return false
}

function product(left: Float64Array, right: Float64Array): Float64Array {
  const out = new Float64Array(left.length)
  for (let t = 0; t < out.length; t++) out[t] = left[t]! * right[t]!
  return out
}

/** Assets with an assumed impact, each with the number of its fills and the first of them. */
function impactUnknown({ assets, values, calendar }: Panel.Panel): Summary["impact_unknown"] {
  const fills = new Int32Array(assets.length)
  const first = new Int32Array(assets.length)
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at]!)) continue
    const asset = at % assets.length
    if (fills[asset]! === 0) first[asset] = Math.floor(at / assets.length)
    fills[asset]!++
  }
  return assets.flatMap((asset, i) =>
    fills[i] === 0 ? [] : [{ asset, fills: fills[i]!, first: Calendar.isoAt(calendar, first[i]!) }],
  )
}
