import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { signalVote } from "../../kernel/signalVote.ts"
import { voteConfig, voteOf } from "./vote.ts"

/**
 * Trend: long or short where momentum, moving-average crossover and breakout agree well enough.
 *
 * −1, 0 or +1, known when the latest of the three signals is. NaN until all three exist, and where any is not known.
 */
export const Trend = Node.define({
  name: "intent/trend",
  title: "direction wanted by the trend rule (−1, 0, +1)",
  config: voteConfig("momentum, crossover and breakout"),
  inputs: { momentum: Panel.type, crossover: Panel.type, breakout: Panel.type },
  output: Intent.signalsType,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ momentum, crossover, breakout }, config) =>
    Intent.signals(
      Panel.like(momentum, signalVote(momentum.values, crossover.values, breakout.values, voteOf(config))),
    ),
})
