/** What a page shows of two documents that a run has on request: the noise floor, and how the result holds up. */
import * as Schema from "effect/Schema"

const figure = Schema.NullOr(Schema.Finite)

export const noiseFloorSchema = Schema.Struct({
  sharpe: figure,
  floors: Schema.Array(
    Schema.Struct({
      kind: Schema.String,
      draws: Schema.Int,
      mean: figure,
      quantile_95: figure,
      highest: figure,
      rank: figure,
      p_value: figure,
      reason: Schema.NullOr(Schema.String),
    }),
  ),
  draws: Schema.Array(Schema.Struct({ kind: Schema.String, sharpe: figure })),
})

const variant = {
  first_fill: Schema.NullOr(Schema.String),
  n: Schema.Int,
  cagr: figure,
  volatility: figure,
  sharpe: figure,
  max_drawdown: figure,
  cost_bps_per_year: figure,
}

export const robustnessSchema = Schema.Struct({
  costs: Schema.Struct({
    rows: Schema.Array(Schema.Struct({ scale: Schema.Finite, ...variant })),
    break_even_scale: figure,
    reason: Schema.NullOr(Schema.String),
  }),
  delays: Schema.Array(Schema.Struct({ extra_sessions: Schema.Int, ...variant })),
  starts: Schema.Array(
    Schema.Struct({ start: Schema.String, ...variant, study_sharpe: figure, study_cagr: figure }),
  ),
  sub_periods: Schema.Struct({
    parts: Schema.Array(
      Schema.Struct({
        first: Schema.String,
        last: Schema.String,
        n: Schema.Int,
        cagr: figure,
        volatility: figure,
        sharpe: figure,
        sharpe_standard_error: figure,
        max_drawdown: figure,
      }),
    ),
  }),
})
