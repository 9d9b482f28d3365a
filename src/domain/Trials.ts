/**
 * What else was tried: other studies that asked the same question, and that used the same snapshot, with the Sharpe
 * ratios they came to. The ledger counts a config once, however often it ran; the study itself is not among them.
 */
import * as Schema from "effect/Schema"
import * as Document from "../dag/Document.ts"
import type { ValueType } from "../dag/ValueType.ts"

const others = Schema.Struct({
  count: Schema.Int.annotate({ description: "other trials, also those that failed" }),
  sharpes: Schema.Array(Schema.Finite).annotate({ description: "a year, net, of those that have one" }),
})

export const schema = Schema.Struct({
  question: others.annotate({ description: "trials of the same question" }),
  snapshot: others.annotate({ description: "trials on the same snapshot, whatever their question" }),
})

export type Trials = typeof schema.Type

export const type: ValueType<Trials> = Document.of("trials", schema)
