import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import type { Tilt } from "../../kernel/convex/activeSetStep.ts"
import { dot, type Polytope } from "../../kernel/convex/Polytope.ts"
import {
  allocate,
  type Allocator,
  allocatorFields,
  allocatorInputs,
  allocatorOutputs,
  allocatorReach,
} from "./allocate.ts"
import { expectedReturnFields, type ExpectedReturnConfig, expectedReturns } from "./expectedReturns.ts"
import { linearProgram, optimise } from "./optimise/optimise.ts"

const positive = Schema.Finite.check(Schema.isGreaterThan(0))

const config = Schema.Struct({
  ...allocatorFields,
  ...expectedReturnFields,
  risk_aversion: positive
    .annotate({ description: "γ: what a unit of variance costs; without a target" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(5))),
  target_return: Schema.optionalKey(
    Schema.Finite.annotate({
      description: "least expected return, decimal per year: then of least variance",
    }),
  ),
  target_volatility: Schema.optionalKey(
    positive.annotate({
      description: "largest volatility, decimal per year: then of largest expected return",
    }),
  ),
}).check(
  Schema.makeFilter(({ target_return, target_volatility }: Targets) =>
    target_return === undefined || target_volatility === undefined
      ? true
      : { path: ["target_volatility"], issue: "a study has one target: drop it or target_return" },
  ),
)

interface Targets {
  readonly target_return?: number
  readonly target_volatility?: number
}

/**
 * Base weights that maximise μ'a − γ/2·a'Σa; with `target_return`, of least variance among those with μ'a at least as large;
 * with `target_volatility`, of largest μ'a among those with √(a'Σa) at most as large.
 *
 * Without a target, `trading.penalty` is what a unit traded costs that utility over a year.
 *
 * Outputs as in `allocate.ts`. Source: Markowitz, "Portfolio selection", Journal of Finance 7 (1952).
 */
export const MeanVariance = Node.define({
  name: "allocation/mean-variance",
  title: "base weights of mean-variance (fraction), at the rows of decisions, with their shadow prices",
  config,
  inputs: allocatorInputs,
  outputs: allocatorOutputs,
  reach: allocatorReach,
  scope: "all",
  decides: true,
  run: (inputs, config) => allocate(inputs, config, meanVariance(config), penaltyUnit(config)),
})

/** The utility of a year is μ'a − γ/2·a'Σa less the penalty; the program solved is that over γ and the sessions of a year. */
const penaltyUnit = ({
  risk_aversion,
  periods_per_year,
  target_return,
  target_volatility,
}: Utility): number =>
  target_return === undefined && target_volatility === undefined ? 1 / (risk_aversion * periods_per_year) : 0

interface Utility extends Targets {
  readonly risk_aversion: number
  readonly periods_per_year: number
}

const meanVariance =
  (config: ExpectedReturnConfig & Targets & { readonly risk_aversion: number }): Allocator =>
  (estimates, set, solver) => {
    const gain = expectedReturns(estimates, config)
    const { covariance: form } = estimates
    const program = (tilt: Tilt, within: Polytope = set) =>
      optimise({ form, gain, tilt, set: within }, solver)
    const { target_return, target_volatility, periods_per_year, risk_aversion } = config
    if (target_return !== undefined) {
      const least = {
        name: "target_return",
        coefficients: gain,
        lower: target_return / periods_per_year,
        upper: Infinity,
      }
      const attempt = program({ _tag: "Fixed", value: 0 }, { ...set, rows: [...set.rows, least] })
      return attempt._tag === "Failed"
        ? attempt
        : { ...attempt, rowDuals: attempt.rowDuals.slice(0, set.rows.length) }
    }
    if (target_volatility !== undefined) {
      const variance = (target_volatility * target_volatility) / periods_per_year
      // where even the largest expected return has less risk, the target does not bind
      const top = linearProgram(gain, set, solver)
      if (top._tag === "Failed" || dot(top.weights, form.multiply(top.weights)) <= variance) return top
      return program({ _tag: "Variance", value: variance })
    }
    return program({ _tag: "Fixed", value: 1 / risk_aversion })
  }
