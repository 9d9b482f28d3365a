import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
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
    const rows = Window.rowsIn(window, net.calendar)
    const base = baseRow(window, net.calendar)
    const grow = (name: string) => equityOn(Series.column(net, name), base, rows)
    return Series.make(net.calendar, { gross: grow("gross"), net: grow("net") })
  },
})

/** By its date alone: whether the session after it is there yet is not known on it. -1 when it is not there itself. */
const baseRow = ({ equity_base }: Window.Window, calendar: Calendar.Calendar): number =>
  equity_base === null ? -1 : Calendar.rowOf(calendar, parseIsoDate(equity_base) ?? NaN)

function equityOn(returns: Float64Array, base: number, { from, to }: Window.Rows): Float64Array {
  const out = new Float64Array(returns.length).fill(NaN)
  const growth = compound(returns.subarray(from, to))
  if (base >= 0) out[base] = growth[0]!
  out.set(growth.subarray(1), from)
  return out
}
