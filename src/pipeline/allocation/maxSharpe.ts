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
import { expectedReturnFields, type ExpectedReturnConfig, expectedReturns } from "./expectedReturns.ts"
import { optimise } from "./optimise/optimise.ts"

/**
 * Base weights with the largest μ'a/√(a'Σa) that the bounds admit. Where they admit no positive μ'a the ratio says nothing: the
 * fallback takes over, with status `NoPositiveMean`.
 *
 * Outputs as in `allocate.ts`. Source: Sharpe, "Mutual fund performance", Journal of Business 39 (1966).
 */
export const MaxSharpe = Node.define({
  name: "allocation/max-sharpe",
  title:
    "base weights of maximum Sharpe ratio (fraction), at the rows of decisions, with their shadow prices",
  config: Schema.Struct({ ...allocatorFields, ...expectedReturnFields }),
  inputs: allocatorInputs,
  outputs: allocatorOutputs,
  reach: allocatorReach,
  scope: "all",
  decides: true,
  run: (inputs, config) => allocate(inputs, config, maxSharpe(config)),
})

const maxSharpe =
  (config: ExpectedReturnConfig): Allocator =>
  (estimates, set, solver) => {
    const gain = expectedReturns(estimates, config)
    return optimise({ form: estimates.covariance, gain, tilt: { _tag: "Sharpe" }, set }, solver)
  }
