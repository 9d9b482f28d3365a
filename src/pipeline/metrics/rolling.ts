import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { rollingRatios } from "../../kernel/rollingRatios.ts"
import { rates } from "./config.ts"

/**
 * Sharpe ratio, volatility (both a year), beta to the benchmark and deepest drawdown of net returns over the last
 * `window_sessions` sessions that count. NaN until there are that many, and wherever a figure is undefined. Known at the
 * close.
 */
export const MetricsRolling = Node.define({
  name: "metrics/rolling",
  title: "Sharpe ratio, volatility, beta and drawdown over a rolling window, net, known at the close",
  config: Schema.Struct({
    window_sessions: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 2520 }))
      .annotate({ description: "sessions in each window" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: { net: Series.type, benchmark: Series.type, window: Window.type },
  output: Series.type,
  reach: ({ window_sessions }) => ({
    net: Reach.past(window_sessions - 1),
    benchmark: Reach.past(window_sessions - 1),
    window: Reach.whole("a window has no time axis"),
  }),
  scope: "all",
  run: ({ net, benchmark, window }, { window_sessions, risk_free, periods_per_year }, { skip }) => {
    const { from } = Window.rowsIn(window, net.calendar)
    const own = Series.column(net, "net")
    // what happened before the first fill does not count, so a window that reaches there has no figure
    const counted = own.map((value, t) => (window.first_fill !== null && t >= from ? value : NaN))
    const ratios = rollingRatios(
      counted,
      Series.column(benchmark, "net"),
      window_sessions,
      risk_free / periods_per_year,
      skip,
    )
    const perYear = Math.sqrt(periods_per_year)
    return Series.make(net.calendar, {
      sharpe: ratios.sharpe.map((value) => value * perYear),
      volatility: ratios.deviation.map((value) => value * perYear),
      beta: ratios.beta,
      max_drawdown: ratios.drawdown,
    })
  },
})
