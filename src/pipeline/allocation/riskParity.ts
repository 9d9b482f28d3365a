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
import { riskBudget } from "./optimise/riskBudget.ts"

/**
 * Base weights whose contributions to risk, a_i·(Σa)_i, are equal; within bounds that bind, those of `riskBudget`.
 *
 * Outputs as in `allocate.ts`. Source: Maillard, Roncalli and Teïletche, "The properties of equally weighted risk contribution
 * portfolios", Journal of Portfolio Management 36 (2010).
 */
export const RiskParity = Node.define({
  name: "allocation/risk-parity",
  title:
    "base weights of equal risk contributions (fraction), at the rows of decisions, with their shadow prices",
  config: Schema.Struct(allocatorFields),
  inputs: allocatorInputs,
  outputs: allocatorOutputs,
  reach: allocatorReach,
  scope: "all",
  decides: true,
  run: (inputs, config) => allocate(inputs, config, riskParity),
})

const riskParity: Allocator = ({ covariance }, set, solver) => riskBudget(covariance, set, solver)
