import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { hashOf } from "../../dag/canonical.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import { Store } from "../../dag/store/Store.ts"
import * as Trials from "../../domain/Trials.ts"
import { trialsOf } from "./trialsOf.ts"

/**
 * Other trials in the ledger. Part of the key, since what a result is worth depends on how much was tried: a run after
 * further trials computes what rests on this again, an identical rerun does not.
 */
export const TrialCount = Node.define({
  name: "experiment/trials",
  title: "other studies of the same question and on the same snapshot, with their Sharpe ratios",
  config: Schema.Struct({
    question: Schema.String,
    snapshot: Schema.String,
    /** of the study itself, which is not among the others */
    config_hash: Schema.String,
  }),
  inputs: {},
  output: Trials.type,
  reach: () => Reach.whole("a count has no time axis"),
  scope: "all",
  external: (own) => Effect.map(ledger, (facts) => hashOf(trialsOf(facts, own))),
  run: (_, own) => Effect.map(ledger, (facts) => trialsOf(facts, own)),
})

const ledger = Effect.flatMap(Store, (store) =>
  store.runFacts(["$.question", "$.snapshot", "$.config_hash", "$.metrics.sharpe"]),
)
