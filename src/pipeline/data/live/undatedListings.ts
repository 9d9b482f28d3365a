import * as Schema from "effect/Schema"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import { listingTableType } from "../listingTable.ts"

/** The table of listings of a source that dates no delisting: assets end by bars that do not come. */
export const UndatedListings = Node.define({
  name: "data/undated-listings",
  title: "an empty table of listings: live sources do not say when an asset was delisted",
  config: Schema.Struct({}),
  inputs: {},
  output: listingTableType,
  reach: () => Reach.point,
  scope: "all",
  run: () => ({}),
})
