/**
 * What a Sharpe ratio of n returns is worth. All ratios are per session (not annualised), skewness γ₃ and kurtosis γ₄ (not
 * excess) are those of the population.
 */
import { inverseNormal } from "./inverseNormal.ts"
import { normalDistribution } from "./normalDistribution.ts"

export interface SharpeSample {
  /** per session */
  readonly sharpe: number
  /** returns behind it */
  readonly count: number
  readonly skewness: number
  /** not excess: 3 for a normal distribution */
  readonly kurtosis: number
}

/** 1 − γ₃·SR + (γ₄ − 1)/4·SR²: variance of the estimate times n − 1. Above 0 for the moments of any sample. */
const spread = ({ sharpe, skewness, kurtosis }: SharpeSample): number =>
  1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe

/**
 * Standard error of the ratio, for returns that need not be normal but are independent.
 *
 * @returns NaN for fewer than two returns. Source: E. Mertens (2002); A. Lo (2002), The Statistics of Sharpe Ratios; n − 1
 * as in D. Bailey and M. López de Prado (2012).
 */
export const sharpeStandardError = (sample: SharpeSample): number =>
  sample.count < 2 ? NaN : Math.sqrt(spread(sample) / (sample.count - 1))

/**
 * Probability that the true ratio exceeds `benchmark`, given the sample (probabilistic Sharpe ratio).
 *
 * Source: D. Bailey, M. López de Prado (2012), The Sharpe Ratio Efficient Frontier, Journal of Risk 15(2).
 */
export const probabilisticSharpe = (sample: SharpeSample, benchmark: number): number =>
  normalDistribution((sample.sharpe - benchmark) / sharpeStandardError(sample))

/**
 * Returns that are needed before the ratio exceeds `benchmark` with this confidence (minimum track record length).
 *
 * @returns Infinity where the ratio does not exceed it. Source: as above.
 */
export function minimumTrackRecord(sample: SharpeSample, benchmark: number, confidence: number): number {
  const lead = sample.sharpe - benchmark
  if (Number.isNaN(lead)) return NaN
  if (lead <= 0) return Infinity
  const z = inverseNormal(confidence) / lead
  return 1 + spread(sample) * z * z
}

/**
 * Expected maximum of N independent standard normal variables, by extreme values: what the best of N trials without skill
 * reaches, in deviations of the trials.
 *
 * @param trials N, also fractional (an effective number); 0 for one trial or fewer. The approximation falls to minus infinity
 * from two trials to one, where the truth is 0: between them this is a straight line.
 * Source: D. Bailey, M. López de Prado (2014), The Deflated Sharpe Ratio, Journal of Portfolio Management 40(5).
 */
export function expectedMaximum(trials: number): number {
  if (!(trials > 1)) return 0
  if (trials < 2) return (trials - 1) * expectedMaximum(2)
  return (
    (1 - eulerGamma) * inverseNormal(1 - 1 / trials) + eulerGamma * inverseNormal(1 - 1 / (trials * Math.E))
  )
}

const eulerGamma = 0.5772156649015329

/**
 * Probability that the true ratio exceeds what the best of all trials would reach without skill (deflated Sharpe ratio).
 *
 * @param deviation of the trials' ratios per session
 * Source: as `expectedMaximum`.
 */
export const deflatedSharpe = (sample: SharpeSample, trials: number, deviation: number): number =>
  probabilisticSharpe(sample, deviation * expectedMaximum(trials))

/**
 * Trials that would be as many if they were independent, for an average correlation ρ of their returns: ρ + (1 − ρ)·N.
 *
 * @param correlation clipped to [0, 1]. Source: as `expectedMaximum`, appendix 3.
 */
export function effectiveTrials(trials: number, correlation: number): number {
  const shared = Math.min(1, Math.max(0, correlation))
  return shared + (1 - shared) * trials
}

/**
 * Years of history below which the best of N trials without skill is expected to show this annual Sharpe ratio.
 *
 * Source: D. Bailey, J. Borwein, M. López de Prado, Q. Zhu (2014), Pseudo-Mathematics and Financial Charlatanism.
 */
export function minimumBacktestYears(trials: number, annualSharpe: number): number {
  const ratio = expectedMaximum(trials) / annualSharpe
  return ratio * ratio
}
