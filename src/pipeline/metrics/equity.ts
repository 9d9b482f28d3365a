import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { compound } from "../../kernel/compound.ts"

/**
 * Growth of one unit before and after costs: 1 at the window's equity base, NaN before it and after ruin.
 * Known at the close. Where the data has no session before the first fill, the row of 1 is not there.
 */
export const Equity = Node.define({
  name: "metrics/equity",
  title: "growth of one unit, gross and net, known at the close",
  config: Schema.Struct({}),
  inputs: { net: Series.type, window: Window.type },
  output: Series.type,
  reach: () => ({
    net: Reach.history("equity compounds every return since the first fill"),
    window: Reach.whole("a window has no time axis"),
  }),
  scope: "all",
  run: ({ net, window }) => {
    const { from, to } = Window.rowsIn(window, net.calendar)
    const grow = (name: string) => equityOn(Series.column(net, name), from, to)
    return Series.make(net.calendar, { gross: grow("gross"), net: grow("net") })
  },
})

function equityOn(returns: Float64Array, from: number, to: number): Float64Array {
  const out = new Float64Array(returns.length).fill(NaN)
  if (to <= from) return out
  const growth = compound(returns.subarray(from, to))
  if (from > 0) out.set(growth, from - 1)
  else out.set(growth.subarray(1), 0)
  return out
}
