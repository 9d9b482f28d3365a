import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import { violation } from "../../kernel/convex/Polytope.ts"
import { matrixOf } from "../../kernel/convex/QuadraticForm.ts"
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
 * Base weights of hierarchical risk parity, its assets in the order of their names; where bounds bind, the nearest admitted ones.
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
  const weights = byName(matrixOf(covariance), assets)
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

/** The method's tree depends on the order that its assets come in: here that of their names, whatever the universe's. */
function byName(covariance: Float64Array, assets: ReadonlyArray<string>): Float64Array {
  const n = assets.length
  const order = assets.map((_, i) => i).sort((i, j) => (assets[i]! < assets[j]! ? -1 : 1))
  const sorted = covariance.map((_, at) => covariance[order[Math.floor(at / n)]! * n + order[at % n]!]!)
  const weights = hierarchicalRiskParity(sorted, n)
  const out = new Float64Array(n)
  order.forEach((i, k) => (out[i] = weights[k]!))
  return out
}
