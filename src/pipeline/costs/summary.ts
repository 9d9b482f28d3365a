import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { mean } from "../../kernel/mean.ts"
import { rowSums } from "../../kernel/rowSums.ts"
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
    target_turnover: Panel.type,
    traded_turnover: Panel.type,
    volume: Panel.type,
    impact_assumed: Panel.type,
  },
  output: costSummaryType,
  reach: () => Reach.whole("a summary has no time axis"),
  scope: "all",
  run: (inputs, config): Effect.Effect<Summary, ImpactWithoutVolume> =>
    hasValue(inputs.impact_assumed) && !hasValue(inputs.volume)
      ? Effect.fail(new ImpactWithoutVolume())
      : Effect.succeed(summarise(inputs, config)),
})

interface SummaryInputs {
  readonly window: Window.Window
  readonly returns: Series.Series
  readonly book: Series.Series
  readonly rates: Series.Series
  readonly target_turnover: Panel.Panel
  readonly traded_turnover: Panel.Panel
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
  const turnoverOf = ({ values, assets, calendar }: Panel.Panel) =>
    perDay(rowSums(values, calendar.sessions.length, assets.length))
  const target = turnoverOf(inputs.target_turnover)
  const traded = turnoverOf(inputs.traded_turnover)
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

const hasValue = ({ values }: Panel.Panel): boolean => values.some((value) => !Number.isNaN(value))

const product = (left: Float64Array, right: Float64Array): Float64Array =>
  left.map((value, t) => value * right[t]!)

function impactUnknown(assumed: Panel.Panel): Summary["impact_unknown"] {
  return assumed.assets.flatMap((asset, i) => {
    const column = Panel.column(assumed, i)
    const first = column.findIndex((rate) => !Number.isNaN(rate))
    if (first < 0) return []
    const fills = column.reduce((count, rate) => count + (Number.isNaN(rate) ? 0 : 1), 0)
    return [{ asset, fills, first: Calendar.isoAt(assumed.calendar, first) }]
  })
}
