/** What is on record of a book's decisions: every order, its fills, what stood in their way. */
import * as Schema from "effect/Schema"
import * as Document from "../../../dag/Document.ts"
import type { ValueType } from "../../../dag/ValueType.ts"

const isoDate = Schema.String
const weights = Schema.Record(Schema.String, Schema.Finite)

const ordersSchema = Schema.Array(
  Schema.Struct({
    decision: isoDate.annotate({ description: "session at which the targets were set" }),
    due: Schema.NullOr(isoDate).annotate({
      description: "session from which its orders could fill; null beyond the data",
    }),
    order: weights.annotate({ description: "target weight of each order, before the frozen factor" }),
    fills: Schema.Array(Schema.Struct({ date: isoDate, assets: Schema.Array(Schema.String) })).annotate({
      description:
        "sessions on which orders filled, with the assets; orders from nothing to nothing are not named",
    }),
    open: Schema.Boolean.annotate({ description: "whether an order still waits when the data end" }),
    waiting: Schema.Array(Schema.String).annotate({ description: "assets whose order still waits" }),
    replaced: Schema.Array(Schema.String).annotate({
      description: "assets whose order was still waiting when a newer decision replaced it",
    }),
    cancelled: Schema.Array(Schema.String).annotate({
      description: "assets whose listing ended before the fill",
    }),
    frozen: weights.annotate({
      description: "holdings that could not be sold: their weight at the first fill",
    }),
    scale: Schema.NullOr(Schema.Finite).annotate({
      description:
        "factor on the other targets because of frozen holdings; 1 without any, null before the fill",
    }),
  }),
)

export type Orders = typeof ordersSchema.Type

export const ordersType: ValueType<Orders> = Document.of("orders", ordersSchema)

const notesSchema = Schema.Struct({
  optimistic_fill: Schema.Boolean.annotate({
    description: "orders fill at the very close that made the signal, which nobody can trade",
  }),
  stale_price: Schema.Array(
    Schema.Struct({ asset: Schema.String, from: isoDate, to: isoDate, sessions: Schema.Int }),
  ).annotate({ description: "spans in which a holding had no bar and was valued at its last known close" }),
  delisted: Schema.Array(
    Schema.Struct({ asset: Schema.String, date: isoDate, weight: Schema.Finite }),
  ).annotate({
    description: "holdings that went to cash with the end of their listing; weight at that moment",
  }),
  open_orders: Schema.Array(
    Schema.Struct({ decision: isoDate, assets: Schema.Array(Schema.String) }),
  ).annotate({
    description: "orders that wait when the data end",
  }),
  ruin: Schema.NullOr(isoDate).annotate({
    description: "session at which the book lost everything; null: never",
  }),
})

export type FillNotes = typeof notesSchema.Type

export const notesType: ValueType<FillNotes> = Document.of("fill-notes", notesSchema)
