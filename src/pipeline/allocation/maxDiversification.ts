import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import { diagonalOf } from "../../kernel/convex/QuadraticForm.ts"
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
 * Base weights with the largest ratio of mean volatility to volatility, σ'a/√(a'Σa), that the bounds admit.
 *
 * Outputs as in `allocate.ts`. Source: Choueifaty and Coignard, "Toward maximum diversification", Journal of Portfolio
 * Management 35 (2008).
 */
export const MaxDiversification = Node.define({
  name: "allocation/max-diversification",
  title:
    "base weights of maximum diversification (fraction), at the rows of decisions, with their shadow prices",
  config: Schema.Struct(allocatorFields),
  inputs: allocatorInputs,
  outputs: allocatorOutputs,
  reach: allocatorReach,
  scope: "all",
  decides: true,
  run: (inputs, config) => allocate(inputs, config, maxDiversification),
})

const maxDiversification: Allocator = ({ covariance }, set, solver) => {
  const gain = diagonalOf(covariance).map(Math.sqrt)
  return optimise({ form: covariance, gain, tilt: { _tag: "Sharpe" }, set }, solver)
}
