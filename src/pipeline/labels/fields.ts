import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** A config field that counts the sessions a label looks ahead. */
export const horizon = (minimum: number, description: string) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum: 504 })).annotate({ description })

/** A barrier's distance from entry, as a multiple of volatility. */
export const multiple = (description: string) =>
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 100 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1)))
