/** What trading cost, in numbers and in words. */
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import type { ValueType } from "../../dag/ValueType.ts"

const number = Schema.NullOr(Schema.Finite)

export const schema = Schema.Struct({
  sentence: Schema.String,
  cost_bps_per_day: number,
  cost_bps_per_year: number,
  cost_bps_per_unit_of_turnover: number,
  components_bps_per_day: Schema.Struct({ spread: number, slippage: number, impact: number }),
  turnover_basis: Schema.Literals(["target", "traded"]),
  cost_bps_per_day_target_basis: number,
  cost_bps_per_day_traded_basis: number,
  target_turnover_per_day: number,
  traded_turnover_per_day: number,
  zero_cost: Schema.Boolean,
  impact_unknown: Schema.Array(Schema.Struct({ asset: Schema.String, fills: Schema.Int, first: Schema.String })),
})

export type CostSummary = typeof schema.Type

export const costSummaryType: ValueType<CostSummary> = Document.of("cost-summary", schema)

export function summarise(_inputs: unknown, _config: unknown): CostSummary {
  throw new Error("not yet")
}
