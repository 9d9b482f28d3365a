import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { signalVote } from "../../kernel/signalVote.ts"
import { voteConfig, voteOf } from "./vote.ts"

/**
 * Mean reversion: long or short where RSI, Bollinger bands and z-score agree well enough that a price went too far.
 *
 * −1, 0 or +1, known when the latest of the three signals is. NaN until all three exist, and where any is not known.
 */
export const MeanReversion = Node.define({
  name: "intent/mean-reversion",
  title: "direction wanted by the mean-reversion rule (−1, 0, +1)",
  config: voteConfig("RSI, Bollinger bands and z-score"),
  inputs: { rsi: Panel.type, bollinger: Panel.type, z_score: Panel.type },
  output: Intent.signalsType,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ rsi, bollinger, z_score }, config) =>
    Intent.signals(Panel.like(rsi, signalVote(rsi.values, bollinger.values, z_score.values, voteOf(config)))),
})
