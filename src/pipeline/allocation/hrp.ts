import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import { violation } from "../../kernel/convex/Polytope.ts"
import { hierarchicalRiskParity } from "../../kernel/hierarchicalRiskParity.ts"
import {
  allocate,
  type Allocator,
  allocatorFields,
  allocatorInputs,
  allocatorOutputs,
  allocatorReach,
} from "./allocate.ts"
import { nearest } from "./optimise/nearest.ts"

/**
 * Base weights of hierarchical risk parity; where bounds bind, the nearest admitted ones.
 *
 * Outputs as in `allocate.ts`. Source: López de Prado, "Building diversified portfolios that outperform out of sample", Journal
 * of Portfolio Management 42 (2016).
 */
export const Hrp = Node.define({
  name: "allocation/hrp",
  title:
    "base weights of hierarchical risk parity (fraction), at the rows of decisions, with their shadow prices",
  config: Schema.Struct(allocatorFields),
  inputs: allocatorInputs,
  outputs: allocatorOutputs,
  reach: allocatorReach,
  scope: "all",
  decides: true,
  run: (inputs, config) => allocate(inputs, config, hrp),
})

const hrp: Allocator = ({ covariance, assets }, set, solver) => {
  const weights = hierarchicalRiskParity(covariance, assets.length)
  if (!(violation(set, weights) <= 1e-12)) return nearest(weights, set, solver)
  return {
    _tag: "Solved",
    status: "Solved",
    iterations: 0,
    weights,
    exact: true,
    boundDuals: new Float64Array(assets.length),
    rowDuals: new Float64Array(set.rows.length),
  }
}
