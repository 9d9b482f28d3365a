/** What a strategy of three signals can be told of how they become one. */
import * as Schema from "effect/Schema"
import { Field } from "sage"

/** @param voters the three signals, in the order of their weights */
export const voteFields = (voters: string) => ({
  combination_method: Field.withDefault(
    Schema.Literals(["majority", "all", "weighted"]),
    "majority",
    "how the three signals become one",
  ),
  weights: Field.withDefault(
    Schema.Tuple([Field.between(0, 1), Field.between(0, 1), Field.between(0, 1)]),
    [0.4, 0.3, 0.3],
    `weights of ${voters}; for weighted`,
  ),
  weighted_threshold: Field.withDefault(
    Field.between(0, 1),
    0.1,
    "weighted sum beyond which there is a direction",
  ),
})

interface Vote {
  readonly combination_method: "majority" | "all" | "weighted"
  readonly weights: readonly [number, number, number]
  readonly weighted_threshold: number
}

export const weightsAddUp = Schema.makeFilter(
  ({ combination_method, weights }: Vote) =>
    combination_method !== "weighted" ||
    Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) <= 1e-6 || {
      path: ["weights"],
      issue: `weights sum to ${weights.reduce((sum, weight) => sum + weight, 0)}, not to 1`,
    },
)

/** The part of a strategy's config that its intent node takes. */
export const voteOf = ({ combination_method, weights, weighted_threshold }: Vote) => ({
  combination_method,
  weights,
  weighted_threshold,
})
