/** How a rule of three signals is told to make one of them. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SignalVote } from "../../kernel/signalVote.ts"

/** @param voters the three signals, in the order of their weights */
export const voteConfig = (voters: string) =>
  Schema.Struct({
    combination_method: Schema.Literals(["majority", "all", "weighted"])
      .annotate({
        description: "majority: two more for than against; all: unanimous; weighted: sum beyond a threshold",
      })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed("majority" as const))),
    weights: Schema.Tuple([Schema.Finite, Schema.Finite, Schema.Finite])
      .annotate({ description: `weighted: weights of ${voters}, ≥ 0, together 1` })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed([0.4, 0.3, 0.3] as const))),
    weighted_threshold: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
      .annotate({ description: "weighted: what the weighted sum must exceed on either side" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.1))),
  }).check(Schema.makeFilter(weightsAddUp))

export const voteOf = ({
  combination_method: method,
  weights,
  weighted_threshold,
}: ReturnType<typeof voteConfig>["Type"]): SignalVote =>
  method === "weighted" ? { method, weights, threshold: weighted_threshold } : { method }

function weightsAddUp({
  combination_method,
  weights,
}: {
  readonly combination_method: string
  readonly weights: ReadonlyArray<number>
}) {
  if (combination_method !== "weighted") return true
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (weights.every((weight) => weight >= 0) && Math.abs(sum - 1) <= 1e-6) return true
  return { path: ["weights"], issue: `must be ≥ 0 and add up to 1 (they add up to ${sum}); scale them` }
}
