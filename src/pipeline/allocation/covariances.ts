/** The estimators of covariance, by the name that a config gives them: one file of `src/kernel/covariance` each. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { denseForm, factorForm, type QuadraticForm } from "../../kernel/convex/QuadraticForm.ts"
import { constantCorrelationCovariance } from "../../kernel/covariance/constantCorrelationCovariance.ts"
import { ewmaCovariance } from "../../kernel/covariance/ewmaCovariance.ts"
import { factorCovariance } from "../../kernel/covariance/factorCovariance.ts"
import { ledoitWolfCovariance } from "../../kernel/covariance/ledoitWolfCovariance.ts"
import { oasCovariance } from "../../kernel/covariance/oasCovariance.ts"
import { sampleCovariance } from "../../kernel/covariance/sampleCovariance.ts"

type Estimator = (
  returns: Float64Array,
  assets: number,
  config: Pick<CovarianceConfig, "half_life_sessions" | "factors">,
) => QuadraticForm

const dense =
  (estimate: (...given: Parameters<Estimator>) => Float64Array): Estimator =>
  (returns, assets, config) =>
    denseForm(estimate(returns, assets, config), assets)

const estimators = {
  sample: dense(sampleCovariance),
  ewma: dense((returns, assets, { half_life_sessions }) =>
    ewmaCovariance(returns, assets, half_life_sessions),
  ),
  ledoit_wolf: dense((returns, assets) => ledoitWolfCovariance(returns, assets).covariance),
  oas: dense((returns, assets) => oasCovariance(returns, assets).covariance),
  constant_correlation: dense((returns, assets) => constantCorrelationCovariance(returns, assets).covariance),
  factor_model: (returns, assets, { factors }) => {
    const { loadings, specific } = factorCovariance(returns, assets, factors)
    return factorForm(loadings, specific)
  },
} satisfies Readonly<Record<string, Estimator>>

type CovarianceName = keyof typeof estimators

const covarianceNames = Object.keys(estimators) as ReadonlyArray<CovarianceName>

export const covarianceFields = {
  covariance: Schema.Literals(covarianceNames)
    .annotate({
      description:
        "estimator of the covariance of returns; for hundreds of assets factor_model is the quick one",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("sample" as const))),
  window: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 2520 }))
    .annotate({ description: "returns behind every estimate, sessions" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
  half_life_sessions: Schema.Finite.check(Schema.isBetween({ minimum: 0.5, maximum: 2520 }))
    .annotate({ description: "ewma: sessions after which a return counts half" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(63))),
  factors: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }))
    .annotate({ description: "factor_model: what assets have in common, as so many principal components" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(5))),
}

export interface CovarianceConfig {
  readonly covariance: CovarianceName
  readonly half_life_sessions: number
  readonly factors: number
}

/** @param returns shape (T × n), row-major, without NaN */
export const estimateCovariance = (
  returns: Float64Array,
  assets: number,
  config: CovarianceConfig,
): QuadraticForm => estimators[config.covariance](returns, assets, config)
