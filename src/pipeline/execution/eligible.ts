import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { eligibleRows } from "../../kernel/eligibleRows.ts"

/**
 * Who may be held after a decision: the one set that exposure, allocation and the equal-weight book share.
 *
 * At a decision row 1 for an asset that has a bar (listing 1), belongs to the universe (1; all do where none is given), of
 * which at least one strategy has an opinion and every estimate is known; 0 for the other listed assets. NaN where an asset is not listed, and on all other rows.
 */
export const Eligible = Node.define({
  name: "execution/eligible",
  title: "assets that a decision may hold (1/0), at the rows of decisions",
  config: Schema.Struct({}),
  inputs: {
    schedule: Series.type,
    listing: Panel.type,
    universe: Node.optional(Panel.type),
    intents: Node.many(Intent.type),
    estimates: Node.many(Panel.type),
  },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ schedule, listing, universe, intents, estimates }) =>
    Panel.like(
      listing,
      eligibleRows(
        Series.column(schedule, "decision"),
        listing.values,
        universe?.values,
        Object.values(intents).map(({ values }) => values),
        Object.values(estimates).map(({ values }) => values),
        listing.assets.length,
      ),
    ),
})
