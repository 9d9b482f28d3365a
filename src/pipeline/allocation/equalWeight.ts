import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Exposure from "../../domain/Exposure.ts"
import * as Panel from "../../domain/Panel.ts"
import { equalWeights } from "../../kernel/equalWeights.ts"
import { allocateOver, baseWeights } from "./baseWeights.ts"

/**
 * Base weights 1/n over the eligible assets (`allocate_over: active`: over those with an exposure).
 *
 * On rows of decisions ≥ 0 and adding up to 1, all 0 when nothing takes part; NaN elsewhere.
 */
export const EqualWeight = Node.define({
  name: "allocation/equal-weight",
  title: "equal base weights (fraction), at the rows of decisions",
  config: Schema.Struct({ allocate_over: allocateOver }),
  inputs: { eligible: Panel.type, exposure: Exposure.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ eligible, exposure }, { allocate_over }) =>
    baseWeights({ eligible, exposure, allocate_over }, equalWeights),
})
