/** Settings that metrics share: annual rates and the sessions that make a year. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const yearlyRate = (description: string) =>
  Schema.Finite.check(Schema.isBetween({ minimum: -1, maximum: 10 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0)))

export const rates = Schema.Struct({
  risk_free: yearlyRate("return a year that the Sharpe ratio takes off, decimal (0.02 = 2 %)"),
  mar: yearlyRate("least acceptable return a year, for the Sortino ratio, decimal"),
  periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({
      description: "sessions that make a year: 252 for an exchange, 365 for a market open every day",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
})
