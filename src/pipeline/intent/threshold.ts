import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { compareWithTies } from "../../kernel/ties.ts"

/**
 * Scores to signals: +1 above `threshold`, −1 below −`threshold`, 0 between and at a tie with either; NaN stays.
 * Known when the scores are.
 */
export const Threshold = Node.define({
  name: "intent/threshold",
  title: "direction of scores beyond a threshold (−1, 0, +1)",
  config: Schema.Struct({
    threshold: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).annotate({
      description: "score beyond which there is a signal, in units of the scores",
    }),
  }),
  inputs: { scores: Intent.scoresType },
  output: Intent.signalsType,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ scores }, { threshold }) =>
    Intent.signals(
      Panel.like(
        scores,
        scores.values.map((score) => directionOf(score, threshold)),
      ),
    ),
})

function directionOf(score: number, threshold: number): number {
  const [above, below] = [compareWithTies(score, threshold), compareWithTies(score, -threshold)]
  return Number.isNaN(score) ? NaN : Number(above > 0) - Number(below < 0)
}
