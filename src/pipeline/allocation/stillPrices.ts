import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import type { ValueType } from "../../dag/ValueType.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import { deviationIn, still, windowEnd } from "./estimationWindow.ts"
import { volatilityFields } from "./volatility.ts"

const schema = Schema.Array(
  Schema.Struct({
    asset: Schema.String,
    decisions: Schema.Int.annotate({ description: "how many left it out" }),
    first: Schema.String.annotate({ description: "session of the first of them" }),
    last: Schema.String.annotate({ description: "session of the last" }),
  }),
)

export type StillPrices = typeof schema.Type

export const stillPricesType: ValueType<StillPrices> = Document.of("still-prices", schema)

/**
 * Assets that decisions leave out for one reason alone: the price did not move over the window of `allocation/volatility`
 * (deviation below 1e-8), so that there is no estimate. In the order of the assets.
 */
export const StillPricesRecord = Node.define({
  name: "allocation/still-prices",
  title: "assets left out of decisions because their price did not move",
  config: Schema.Struct(volatilityFields),
  inputs: {
    /** at the rows of decisions, 1 for who could be held as far as everything but estimates goes */
    candidates: Panel.type,
    returns: Panel.type,
  },
  output: stillPricesType,
  reach: () => Reach.whole("a list has no time axis"),
  scope: "all",
  run: ({ candidates, returns }, { lookback, ...rest }) => {
    const { calendar, assets, values } = candidates
    const isStill = (t: number, i: number): boolean => {
      const end = windowEnd(calendar.sessions, t, { window: lookback, ...rest })
      return end >= lookback && deviationIn(returns, i, end - lookback, end) < still
    }
    return assets.flatMap((asset, i) => {
      const rows = Array.from(calendar.sessions, (_, t) => t).filter(
        (t) => values[t * assets.length + i] === 1 && isStill(t, i),
      )
      if (rows.length === 0) return []
      const [first, last] = [rows[0]!, rows.at(-1)!].map((t) => Calendar.isoAt(calendar, t))
      return [{ asset, decisions: rows.length, first: first!, last: last! }]
    })
  },
})
