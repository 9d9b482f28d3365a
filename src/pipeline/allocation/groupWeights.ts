import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Exposure from "../../domain/Exposure.ts"
import * as Panel from "../../domain/Panel.ts"
import { groupWeights } from "../../kernel/groupWeights.ts"
import { allocateOver, baseWeights } from "./baseWeights.ts"

/**
 * Base weights fixed for groups of assets, such as 60 % shares and 40 % bonds, and equal within each over the eligible
 * assets (`allocate_over: active`: over those with an exposure). An asset of no group gets 0. While nobody of a group takes
 * part, the others have its weight, in proportion to theirs.
 *
 * On rows of decisions ≥ 0 and adding up to 1, all 0 when nothing takes part; NaN elsewhere.
 */
export const GroupWeights = Node.define({
  name: "allocation/group-weights",
  title: "fixed base weights of groups of assets, equal within each (fraction), at the rows of decisions",
  config: Schema.Struct({
    allocate_over: allocateOver,
    groups: Schema.Record(Schema.String, Schema.String).annotate({
      description: "group of each asset that has one",
    }),
    weights: Schema.Record(
      Schema.String,
      Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })),
    ).annotate({ description: "weight of each group; taken in proportion" }),
  }),
  inputs: { eligible: Panel.type, exposure: Exposure.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ eligible, exposure }, { allocate_over, groups, weights }) => {
    const names = Object.keys(weights)
    const group = Int32Array.from(eligible.assets, (asset) =>
      Object.hasOwn(groups, asset) ? names.indexOf(groups[asset]!) : -1,
    )
    const shares = Float64Array.from(names, (name) => weights[name]!)
    return baseWeights({ eligible, exposure, allocate_over }, (member) => groupWeights(member, group, shares))
  },
})
