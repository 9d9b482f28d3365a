/** The estimators of covariance, by the name that a config gives them: one file of `src/kernel/covariance` each. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { constantCorrelationCovariance } from "../../kernel/covariance/constantCorrelationCovariance.ts"
import { ewmaCovariance } from "../../kernel/covariance/ewmaCovariance.ts"
import { ledoitWolfCovariance } from "../../kernel/covariance/ledoitWolfCovariance.ts"
import { oasCovariance } from "../../kernel/covariance/oasCovariance.ts"
import { sampleCovariance } from "../../kernel/covariance/sampleCovariance.ts"

type Estimator = (
  returns: Float64Array,
  assets: number,
  config: { readonly half_life_sessions: number },
) => Float64Array

const estimators = {
  sample: (returns, assets) => sampleCovariance(returns, assets),
  ewma: (returns, assets, { half_life_sessions }) => ewmaCovariance(returns, assets, half_life_sessions),
  ledoit_wolf: (returns, assets) => ledoitWolfCovariance(returns, assets).covariance,
  oas: (returns, assets) => oasCovariance(returns, assets).covariance,
  constant_correlation: (returns, assets) => constantCorrelationCovariance(returns, assets).covariance,
} satisfies Readonly<Record<string, Estimator>>

export type CovarianceName = keyof typeof estimators

const covarianceNames = Object.keys(estimators) as ReadonlyArray<CovarianceName>

export const covarianceFields = {
  covariance: Schema.Literals(covarianceNames)
    .annotate({ description: "estimator of the covariance of returns" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("sample" as const))),
  window: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 2520 }))
    .annotate({ description: "returns behind every estimate, sessions" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
  half_life_sessions: Schema.Finite.check(Schema.isBetween({ minimum: 0.5, maximum: 2520 }))
    .annotate({ description: "ewma: sessions after which a return counts half" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(63))),
}

/** @param returns shape (T × n), row-major, without NaN */
export const estimateCovariance = (
  name: CovarianceName,
  returns: Float64Array,
  assets: number,
  config: { readonly half_life_sessions: number },
): Float64Array => estimators[name](returns, assets, config)
