import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { fillReturns } from "../../kernel/fillReturns.ts"
import { listedClosesInputs, listedClosesOf } from "./listedCloses.ts"

const PriceUsed = Schema.Literals(["open", "typical", "close"])

/**
 * A session's total return cut at the fill price, decimal: `before_fill` from the last known close to the fill,
 * `after_fill` from the fill to the close. (1 + before)(1 + after) = 1 + close to close.
 *
 * NaN where the asset cannot be filled on that session: no bar, or a bar without that price. On the first bar of a
 * listing `before_fill` is 0. `typical` is (high + low + close) / 3.
 */
export const FillReturns = Node.define({
  name: "data/fill-returns",
  title:
    "total return before and after a fill within the session (decimal); NaN where there is no fill price",
  config: Schema.Struct({
    price_used: PriceUsed.annotate({
      description: "price of a fill: open, typical = (high + low + close) / 3, close",
    }),
  }),
  inputs: { open: Panel.type, high: Panel.type, low: Panel.type, ...listedClosesInputs },
  outputs: { before_fill: Panel.type, after_fill: Panel.type },
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  stateColumns: { carried: NaN },
  settle: () => 1,
  run: (inputs, { price_used }, { skip, state }) => {
    const { before, after, carried } = fillReturns(
      listedClosesOf(inputs),
      fillPrice(inputs, price_used),
      inputs.close.assets.length,
      state === undefined ? 0 : skip,
      state?.["carried"],
      0,
    )
    const out = { before_fill: Panel.like(inputs.close, before), after_fill: Panel.like(inputs.close, after) }
    return { out, state: { carried } }
  },
})

function fillPrice(
  { open, high, low, close }: Readonly<Record<"open" | "high" | "low" | "close", Panel.Panel>>,
  used: typeof PriceUsed.Type,
): Float64Array {
  switch (used) {
    case "open":
      return open.values
    case "close":
      return close.values
    case "typical":
      return close.values.map((last, at) => (high.values[at]! + low.values[at]! + last) / 3)
  }
}
