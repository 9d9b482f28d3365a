import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import { drawdown } from "../../kernel/drawdown.ts"

/**
 * How far equity stands below its highest value so far, for each column (gross, net): decimal, ≤ 0, known at the close.
 * The start counts as a peak. NaN where equity is.
 */
export const Drawdown = Node.define({
  name: "metrics/drawdown",
  title: "equity / peak − 1 (decimal, ≤ 0), gross and net, known at the close",
  config: Schema.Struct({}),
  inputs: { equity: Series.type },
  output: Series.type,
  reach: () => Reach.history("the peak is the highest equity since the start"),
  scope: "all",
  run: ({ equity }) =>
    Series.make(equity.calendar, {
      gross: drawdown(Series.column(equity, "gross")),
      net: drawdown(Series.column(equity, "net")),
    }),
})
