import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { type SignalVote, signalVote } from "../../kernel/signalVote.ts"

const config = Schema.Struct({
  combination_method: Schema.Literals(["majority", "all", "weighted"])
    .annotate({
      description: "majority: two more for than against; all: unanimous; weighted: sum beyond a threshold",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("majority" as const))),
  weights: Schema.Tuple([Schema.Finite, Schema.Finite, Schema.Finite])
    .annotate({ description: "weighted: weights of momentum, crossover and breakout, ≥ 0, together 1" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed([0.4, 0.3, 0.3] as const))),
  weighted_threshold: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
    .annotate({ description: "weighted: what the weighted sum must exceed on either side" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.1))),
}).check(Schema.makeFilter(weightsAddUp))

/**
 * Trend: long or short where momentum, moving-average crossover and breakout agree well enough.
 *
 * −1, 0 or +1, known when the latest of the three signals is. NaN until all three exist, and where any is not known.
 */
export const Trend = Node.define({
  name: "intent/trend",
  title: "direction wanted by the trend rule (−1, 0, +1)",
  config,
  inputs: { momentum: Panel.type, crossover: Panel.type, breakout: Panel.type },
  output: Intent.type,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ momentum, crossover, breakout }, config) =>
    Intent.make(
      Panel.like(momentum, signalVote(momentum.values, crossover.values, breakout.values, voteOf(config))),
    ),
})

const voteOf = ({
  combination_method: method,
  weights,
  weighted_threshold,
}: typeof config.Type): SignalVote =>
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
