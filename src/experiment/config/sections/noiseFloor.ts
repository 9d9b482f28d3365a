/** What a study can be told of its noise floor. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { noiseKinds } from "../../../pipeline/metrics/noiseDraw.ts"
import { intBetween, optional, withDefault } from "../fields.ts"

const kinds = Schema.NonEmptyArray(Schema.Literals(noiseKinds))
  .annotate({
    description:
      "noise floor: what is drawn, signs (of each session's returns) or rotation (history against decisions); left out: both",
  })
  .check(
    Schema.makeFilter(
      (given: ReadonlyArray<string>) => new Set(given).size === given.length || "a kind stands twice",
    ),
  )
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed(noiseKinds)))

/** Off when it is left out; `{}` is on, with the defaults of its fields. */
export const noiseFloor = optional(
  Schema.Struct({
    draws: withDefault(
      intBetween(19, 5000),
      200,
      "noise floor: draws of each kind, of which 19 are the fewest that can tell 5 %; left out: 200, `noise_floor: {}` turns it on",
    ),
    kinds,
  }),
  "the study's Sharpe ratio among those that its holdings have on returns drawn anew; left out: off",
)
