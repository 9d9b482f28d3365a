import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import {
  allocate,
  type Allocator,
  allocatorFields,
  allocatorInputs,
  allocatorOutputs,
  allocatorReach,
} from "./allocate.ts"
import { optimise } from "./optimise/optimise.ts"

/**
 * Base weights with the smallest variance a'Σa that the bounds admit.
 *
 * Outputs as in `allocate.ts`. Source: Markowitz, "Portfolio selection", Journal of Finance 7 (1952).
 */
export const MinVariance = Node.define({
  name: "allocation/min-variance",
  title: "base weights of minimum variance (fraction), at the rows of decisions, with their shadow prices",
  config: Schema.Struct(allocatorFields),
  inputs: allocatorInputs,
  outputs: allocatorOutputs,
  reach: allocatorReach,
  scope: "all",
  decides: true,
  run: (inputs, config) => allocate(inputs, config, minVariance),
})

const minVariance: Allocator = ({ covariance, assets }, set, solver) => {
  const gain = new Float64Array(assets.length)
  return optimise({ form: covariance, gain, tilt: { _tag: "Fixed", value: 0 }, set }, solver)
}
