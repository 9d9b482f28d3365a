import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { type CalendarSpan, calendarSpans, isPartial } from "../../kernel/calendarSpans.ts"
import { compound } from "../../kernel/compound.ts"

const monthly = Schema.Struct({
  months: Schema.Array(
    Schema.Struct({
      month: Schema.String.annotate({ description: "YYYY-MM" }),
      sessions: Schema.Int,
      partial: Schema.Boolean.annotate({ description: "sessions of the month lie outside the window" }),
      net: Schema.Finite.annotate({ description: "total return of the month, decimal" }),
      gross: Schema.Finite,
    }),
  ),
})

export type Monthly = typeof monthly.Type

export const monthlyType = Document.of("metrics-monthly", monthly)

/** Total return of each calendar month that has a counted session; the months compound to the total. */
export const MetricsMonthly = Node.define({
  name: "metrics/monthly",
  title: "total return of each month (decimal), net and gross",
  config: Schema.Struct({}),
  inputs: { net: Series.type, window: Window.type },
  output: monthlyType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window }): Monthly => {
    const { from, to } = Window.countedRows(window, net)
    const all = net.calendar.sessions
    const sessions = all.subarray(from, to)
    const before = from > 0 ? all[from - 1] : undefined
    const returns = (name: string) => Series.column(net, name).subarray(from, to)
    const [netReturns, grossReturns] = [returns("net"), returns("gross")]
    return {
      months: calendarSpans(sessions, "month").map((span) => ({
        month: `${span.year}-${String(span.month).padStart(2, "0")}`,
        sessions: span.to - span.from,
        partial: isPartial(span, sessions, before, all[to]),
        net: totalOver(netReturns, span),
        gross: totalOver(grossReturns, span),
      })),
    }
  },
})

function totalOver(returns: Float64Array, { from, to }: CalendarSpan): number {
  const growth = compound(returns.subarray(from, to))
  return growth[growth.length - 1]! - 1
}
