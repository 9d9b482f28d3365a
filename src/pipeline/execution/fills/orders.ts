import * as Schema from "effect/Schema"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import * as Panel from "../../../domain/Panel.ts"
import * as Series from "../../../domain/Series.ts"
import * as Weights from "../../../domain/Weights.ts"
import { notesType, ordersType } from "./OrderRecord.ts"
import { recordNotes } from "./recordNotes.ts"
import { recordOrders } from "./recordOrders.ts"
import * as Timing from "./timing.ts"

/**
 * The record of a book: each decision with its orders and fills, and what a reader must know of them.
 *
 * A node of its own beside `execution/fills`, since a record has no time axis and books that serve as yardsticks need
 * none. It follows orders, not money: `drifted` and `book` come from the fills.
 */
export const Orders = Node.define({
  name: "execution/orders",
  title: "decisions, orders and fills of one book, with notes (stale prices, delistings, open orders, ruin)",
  config: Schema.Struct(Timing.fields).check(Schema.makeFilter(Timing.allowed)),
  inputs: {
    targets: Weights.targetType,
    listing: Panel.type,
    tradable: Node.optional(Panel.type),
    after_fill: Panel.type,
    drifted: Panel.type,
    book: Series.type,
  },
  outputs: { orders: ordersType, notes: notesType },
  reach: () => Reach.whole("a record has no time axis"),
  scope: "all",
  run: ({ targets, listing, tradable, after_fill, drifted, book }, config) => {
    const sessionsToFill = Timing.sessionsBehind(config)
    const decidesFirst = Timing.replacesFirst(config)
    const orders = recordOrders({
      targets,
      listing,
      tradable: tradable ?? listing,
      afterFill: after_fill,
      drifted,
      book,
      sessionsToFill,
      decidesFirst,
    })
    return { orders, notes: recordNotes(orders, listing, drifted, book, Timing.isOptimistic(config)) }
  },
})
