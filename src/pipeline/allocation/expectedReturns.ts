/** What allocators with a view take for the expected return of each position, per session. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { bayesSteinMeans } from "../../kernel/bayesSteinMeans.ts"
import { columnMeans } from "../../kernel/covariance/centredReturns.ts"
import type { Estimates } from "./estimates.ts"

export const expectedReturnFields = {
  expected_returns: Schema.Literals(["scores", "shrunk_mean", "zero"])
    .annotate({
      description:
        "scores: |exposure| × score_return; shrunk_mean: past means shrunk towards that of minimum variance; zero: none",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("shrunk_mean" as const))),
  score_return: Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(10))
    .annotate({ description: "scores: return expected of an exposure of 1, decimal per year" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.1))),
  periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "sessions a year: 252, or 365 for a market open every day" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
}

export interface ExpectedReturnConfig {
  readonly expected_returns: "scores" | "shrunk_mean" | "zero"
  readonly score_return: number
  readonly periods_per_year: number
}

/** @returns shape (n), decimal per session, of a position in the direction of its exposure */
export function expectedReturns(
  { returns, covariance, exposure }: Estimates,
  config: ExpectedReturnConfig,
): Float64Array {
  const n = exposure.length
  switch (config.expected_returns) {
    case "zero":
      return new Float64Array(n)
    case "scores":
      return exposure.map((value) => (Math.abs(value) * config.score_return) / config.periods_per_year)
    case "shrunk_mean":
      return bayesSteinMeans(columnMeans(returns, n), covariance, returns.length / n)
  }
}
