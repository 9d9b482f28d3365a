import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { type ListingMemory, listingState } from "../../kernel/listingState.ts"
import { endsOf, listingTableType } from "./listingTable.ts"

/**
 * Whether each asset is listed, known at the close: 1 listed with a bar, 0 listed without one, −1 the session on which it
 * is delisted (a holding goes to cash), NaN not listed. A later bar is a new listing.
 *
 * Delisting is dated by the snapshot (the first session without trading; a bar on it is ignored) or follows `delist_after`
 * sessions without a bar; the last row of a snapshot never decides it. A date of the table is used from that date on only.
 */
export const Listing = Node.define({
  name: "data/listing",
  title:
    "listing state: 1 bar, 0 listed without a bar, -1 delisting session, NaN not listed; known at the close",
  config: Schema.Struct({
    delist_after: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 252 }))
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(21)))
      .annotate({ description: "sessions in a row without a bar after which an asset counts as delisted" }),
  }),
  inputs: { close: Panel.type, listing_table: Node.inAdvance(listingTableType) },
  outputs: { state: Panel.type },
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  stateColumns: { listed: 0, missed: 0 },
  settle: () => 0,
  run: ({ close, listing_table }, { delist_after }, { skip, state }) => {
    const before = state === undefined ? undefined : memoryOf(state)
    const from = state === undefined ? 0 : skip
    const ends = endsOf(listing_table, close.assets)
    const { listing, after } = listingState(
      close.values,
      close.calendar.sessions,
      ends,
      delist_after,
      from,
      before,
    )
    return { out: { state: Panel.like(close, listing) }, state: { ...after } }
  },
})

const memoryOf = (state: Node.State): ListingMemory => ({
  listed: state["listed"]!,
  missed: state["missed"]!,
  session: state["session"]!,
})
