import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"

/**
 * The intent of an earlier session: what a decision at the open knows of a strategy that waits for the close.
 *
 * Row t is row t − `sessions` of the intent, of the same kind; the first rows are NaN.
 */
export const Lag = Node.define({
  name: "execution/lag",
  title: "intent of an earlier session, known since its close",
  config: Schema.Struct({
    sessions: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 252 })).annotate({
      description: "sessions between the intent and its use",
    }),
  }),
  inputs: { intent: Intent.type },
  output: Intent.type,
  reach: ({ sessions }) => Reach.lag(sessions),
  scope: "each",
  decides: true,
  run: ({ intent }, { sessions }) => {
    const values = new Float64Array(intent.values.length).fill(NaN)
    const distance = sessions * intent.assets.length
    values.set(
      intent.values.subarray(0, Math.max(0, values.length - distance)),
      Math.min(distance, values.length),
    )
    return Intent.like(intent, values)
  },
})
