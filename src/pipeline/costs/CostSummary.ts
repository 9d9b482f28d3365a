/** What trading cost over a window, in numbers and in words. */
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import type { ValueType } from "../../dag/ValueType.ts"

const number = (description: string) => Schema.NullOr(Schema.Finite).annotate({ description })

const schema = Schema.Struct({
  sentence: Schema.String,
  cost_bps_per_day: number("mean cost of a session, basis points of net asset value; null without sessions"),
  cost_bps_per_year: number("the same × periods_per_year"),
  cost_bps_per_unit_of_turnover: number(
    "all costs / all turnover of the basis that paid; null without turnover",
  ),
  components_bps_per_day: Schema.Struct({
    spread: number("half the spread on what is traded"),
    slippage: number("slippage on what is traded"),
    impact: number("square-root impact"),
  }),
  turnover_basis: Schema.Literals(["target", "traded"]).annotate({ description: "the turnover that paid" }),
  cost_bps_per_day_target_basis: number("what it would be if target turnover paid"),
  cost_bps_per_day_traded_basis: number("what it would be if traded turnover paid"),
  target_turnover_per_day: number("mean Σ|change of target weights|, not halved, fraction"),
  traded_turnover_per_day: number("mean Σ|target − drifted weight|, not halved, fraction"),
  impact_unknown: Schema.Array(
    Schema.Struct({ asset: Schema.String, fills: Schema.Int, first: Schema.String }),
  ).annotate({ description: "assets whose impact was assumed for want of volume or volatility" }),
  zero_cost: Schema.Boolean.annotate({ description: "nothing is paid on either basis of turnover" }),
})

export type CostSummary = typeof schema.Type

export const costSummaryType: ValueType<CostSummary> = Document.of("cost-summary", schema)

/** Basis points with two decimals, small ones with two digits, or "unknown". */
function bpsText(value: number | null): string {
  if (value === null) return "unknown"
  const isSmall = value !== 0 && Math.abs(value) < 0.1
  return `${isSmall ? value.toPrecision(2) : value.toFixed(2)} bps`
}

type Figures = Omit<CostSummary, "sentence">

export function sentenceOf(figures: Figures): string {
  const { spread, slippage, impact } = figures.components_bps_per_day
  if (figures.cost_bps_per_day === null) return "There is no session to count costs on."
  if (figures.traded_turnover_per_day === 0) return "Nothing was traded, so nothing was paid."
  if (figures.cost_bps_per_day === 0) return "Trading was free of cost, which no market is."
  return (
    `Trading cost ${bpsText(figures.cost_bps_per_day)} a day (${bpsText(figures.cost_bps_per_year)} a year, ` +
    `${bpsText(figures.cost_bps_per_unit_of_turnover)} per unit of turnover): ` +
    `spread ${bpsText(spread)}, slippage ${bpsText(slippage)}, impact ${bpsText(impact)} a day.`
  )
}
