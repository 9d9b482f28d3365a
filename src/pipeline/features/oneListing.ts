import * as Panel from "../../domain/Panel.ts"
import { withinListing } from "../../kernel/withinListing.ts"

/**
 * A feature of `index` whose row t was computed from rows t − `back` … t.
 *
 * @param values fresh; where `listing` is known, NaN is written where two listings would meet in one number
 */
export const oneListing = (
  index: Panel.Panel,
  listing: Panel.Panel | undefined,
  back: number,
  values: Float64Array,
): Panel.Panel =>
  Panel.like(
    index,
    listing === undefined ? values : withinListing(values, index.assets.length, back, listing.values),
  )
