import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import type { ValueType } from "../../dag/ValueType.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Weights from "../../domain/Weights.ts"

const schema = Schema.Array(
  Schema.Struct({
    date: Schema.String.annotate({ description: "session of the decision" }),
    leg: Schema.Literals(["long", "short"]).annotate({ description: "the leg without a position" }),
  }),
)

export type EmptyLegs = typeof schema.Type

export const emptyLegsType: ValueType<EmptyLegs> = Document.of("empty-legs", schema)

/**
 * Decisions at which a leg that a net exposure target counts on is empty, so that the target was missed.
 * A row without any position is not listed.
 */
export const EmptyLegsRecord = Node.define({
  name: "allocation/empty-legs",
  title: "decisions at which the long or the short leg is empty",
  config: Schema.Struct({}),
  inputs: { weights: Weights.targetType },
  output: emptyLegsType,
  reach: () => Reach.whole("a list has no time axis"),
  scope: "all",
  run: ({ weights }) => {
    const width = weights.assets.length
    const legs: Array<EmptyLegs[number]> = []
    for (let t = 0; t < weights.calendar.sessions.length; t++) {
      const row = weights.values.subarray(t * width, (t + 1) * width)
      const long = row.some((weight) => weight > 0)
      const short = row.some((weight) => weight < 0)
      if (long !== short)
        legs.push({ date: Calendar.isoAt(weights.calendar, t), leg: long ? "short" : "long" })
    }
    return legs
  },
})
