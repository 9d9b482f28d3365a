import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import { difference } from "../../kernel/difference.ts"

/**
 * What each step from intent to net return added on a session, decimal, known at its close.
 *
 * Four books through the same calendar, fills and schedule: `b0` equal weight, always long; `b1` equal weight combined
 * with the exposure; `b2` the allocator's weights combined with it, with the caps before leverage; `final` the study.
 * market = R(b0), timing = R(b1) − R(b0), signal = R(b1), allocation = R(b2) − R(b1), leverage = R(final) − R(b2);
 * signal + allocation + leverage = gross, and gross − cost = net. NaN where a book has no return (after its ruin).
 */
export const AttributionDaily = Node.define({
  name: "attribution/daily",
  title:
    "market, timing, signal, allocation, leverage, gross, cost, net of each session (decimal), known at the close",
  config: Schema.Struct({}),
  inputs: { b0: Series.type, b1: Series.type, b2: Series.type, final: Series.type, net: Series.type },
  output: Series.type,
  reach: () => Reach.point,
  scope: "all",
  run: ({ b0, b1, b2, final, net }) => {
    const [market, signal, levered, gross] = [b0, b1, b2, final].map((book) => Series.column(book, "gross"))
    return Series.make(net.calendar, {
      market: market!,
      timing: difference(signal!, market!),
      signal: signal!,
      allocation: difference(levered!, signal!),
      leverage: difference(gross!, levered!),
      gross: Series.column(net, "gross"),
      cost: Series.column(net, "cost"),
      net: Series.column(net, "net"),
    })
  },
})
