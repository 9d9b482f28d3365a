import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { rankRows } from "../../kernel/rankRows.ts"

/**
 * Cross-sectional momentum: the rank of each asset's momentum among all assets that have one, as a score from −1 (lowest)
 * to +1 (highest); ties share their average rank, all equal or a single asset: 0.
 *
 * Known when momentum is; NaN where it is not known.
 */
export const CrossSectionalMomentum = Node.define({
  name: "intent/cross-sectional-momentum",
  title: "rank of momentum among the assets, from −1 (lowest) to 1 (highest)",
  config: Schema.Struct({}),
  inputs: { momentum: Panel.type },
  output: Intent.scoresType,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ momentum }) =>
    Intent.scores(Panel.like(momentum, rankRows(momentum.values, momentum.assets.length))),
})
