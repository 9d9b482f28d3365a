import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import { netReturns } from "../../kernel/netReturns.ts"

/**
 * Gross to net: net = g1·(1 − c)·g2 − 1, with each component's cost as part of the previous close's net asset value,
 * so that net = gross − cost and cost = spread + slippage + impact.
 *
 * Ruin (g1, 1 − c or g2 not above 0) ends the study: net is −1 on that session and everything is NaN after it.
 */
export const NetReturns = Node.define({
  name: "costs/net-returns",
  title: "gross and net return per session and what each cost takes from it (decimal), known at the close",
  config: Schema.Struct({}),
  inputs: { book: Series.type, rates: Series.type },
  output: Series.type,
  reach: () => Reach.recursive(),
  scope: "all",
  stateful: true,
  stateColumns: {},
  settle: () => 0,
  run: ({ book, rates }, _config, { skip, state }) => {
    const column = (name: string) => Series.column(book, name)
    const rate = (name: string) => Series.column(rates, name)
    const { ruined, ...columns } = netReturns(
      { g1: column("g1"), g2: column("g2") },
      { spread: rate("spread"), slippage: rate("slippage"), impact: rate("impact") },
      skip,
      state?.ruined?.[0] === 1,
    )
    return { out: Series.make(book.calendar, columns), state: { ruined: Float64Array.of(ruined ? 1 : 0) } }
  },
})
