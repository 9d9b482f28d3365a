import * as Effect from "effect/Effect"
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
import { conditionalValueAtRisk } from "./optimise/conditionalValueAtRisk.ts"

/**
 * Base weights with the smallest conditional value at risk over the sessions of the window, which count alike; the covariance only
 * serves the fallback.
 *
 * Outputs as in `allocate.ts`. Source: Rockafellar and Uryasev, "Optimization of conditional value-at-risk", Journal of Risk 2
 * (2000).
 */
export const MinCvar = Node.define({
  name: "allocation/min-cvar",
  title: "base weights of minimum conditional value at risk (fraction), at the rows of decisions",
  config: Schema.Struct({
    ...allocatorFields,
    confidence: Schema.Finite.check(Schema.isBetween({ minimum: 0.5, maximum: 0.999 }))
      .annotate({ description: "share of sessions that are not in the tail" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.95))),
  }),
  inputs: allocatorInputs,
  outputs: allocatorOutputs,
  reach: allocatorReach,
  scope: "all",
  decides: true,
  run: (inputs, config) => allocate(inputs, config, minCvar(config.confidence)),
})

const minCvar =
  (confidence: number): Allocator =>
  ({ returns }, set, solver) =>
    conditionalValueAtRisk(returns, confidence, set, solver)
