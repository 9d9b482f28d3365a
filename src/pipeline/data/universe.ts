import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { universeState } from "../../kernel/universeState.ts"
import { Membership, spansOf } from "./membership.ts"

/**
 * Which assets a decision of each session may choose from: 1 listed and a member, 0 listed and no member, NaN not listed.
 *
 * Without `membership` every listed asset is a member. With it an asset is one from `from` to the day before `to` of one of
 * its intervals; an asset that is not named is never one. An interval counts from its first date on only, so that what
 * joins later changes nothing earlier.
 */
export const Universe = Node.define({
  name: "data/universe",
  title: "universe: 1 listed and a member, 0 listed and no member, NaN not listed; known at the close",
  config: Schema.Struct({
    membership: Schema.optionalKey(
      Membership.annotate({
        description: "asset → intervals of dates on which it belongs; absent: whatever is listed",
      }),
    ),
  }),
  inputs: { listing: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ listing }, { membership }) =>
    Panel.like(
      listing,
      universeState(
        listing.values,
        listing.calendar.sessions,
        membership === undefined ? undefined : spansOf(membership, listing.assets),
      ),
    ),
})
