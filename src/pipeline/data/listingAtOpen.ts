import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { listingAtOpen } from "../../kernel/listingAtOpen.ts"
import { endsOf, listingTableType } from "./listingTable.ts"

/**
 * Whether each asset can be traded, as a decision at the open knows it: 1 it has opened, 0 it was listed at the previous
 * close and has not opened (or is known not to trade from today on), NaN neither.
 *
 * Whether a session has a close is not known at its open; so a bar without an opening price is no bar here.
 */
export const ListingAtOpen = Node.define({
  name: "data/listing-at-open",
  title: "listing state known at the open: 1 opened, 0 listed and not opened, NaN not listed",
  config: Schema.Struct({}),
  inputs: { open: Panel.type, listing: Panel.type, listing_table: Node.inAdvance(listingTableType) },
  output: Panel.type,
  reach: () => ({ open: Reach.point, listing: Reach.lag(1), listing_table: Reach.point }),
  scope: "each",
  run: ({ open, listing, listing_table }) =>
    Panel.like(
      open,
      listingAtOpen(open.values, listing.values, open.calendar.sessions, endsOf(listing_table, open.assets)),
    ),
})
