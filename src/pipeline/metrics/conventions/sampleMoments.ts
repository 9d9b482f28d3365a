import { centralMoments } from "../../../kernel/centralMoments.ts"

export interface SampleMoments {
  readonly skewness: number
  /** excess */
  readonly kurtosis: number
}

/**
 * Skewness G₁ and excess kurtosis G₂ corrected for the bias of small samples, as pandas gives them.
 *
 * @param values shape (n); NaN for n < 4 or values that do not vary
 * Source: Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis, The Statistician 47(1).
 */
export function sampleMoments(values: Float64Array): SampleMoments {
  const n = values.length
  const { second, third, fourth } = centralMoments(values)
  if (n < 4 || !(second > 1e-24)) return { skewness: NaN, kurtosis: NaN }
  const g1 = third / (second * Math.sqrt(second))
  const g2 = fourth / (second * second) - 3
  return {
    skewness: (g1 * Math.sqrt(n * (n - 1))) / (n - 2),
    kurtosis: ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6),
  }
}
