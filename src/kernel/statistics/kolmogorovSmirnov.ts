import { exp } from "../exp.ts"
import type { TestResult } from "./ljungBox.ts"

/**
 * Do two samples come from one distribution? The largest distance between their empirical distribution functions, with Kolmogorov's
 * limit for its p-value (n and m large; independent draws, which consecutive values of a feature are not).
 *
 * @param left shape (n) @param right shape (m), no NaN
 * @returns NaN where one is empty. Total: never throws.
 * Source: N. Smirnov (1948), Table for estimating the goodness of fit of empirical distributions, Annals of Mathematical Statistics 19(2).
 */
export function kolmogorovSmirnov(left: Float64Array, right: Float64Array): TestResult {
  const [a, b] = [left.toSorted(), right.toSorted()]
  if (a.length === 0 || b.length === 0) return { statistic: NaN, pValue: NaN }
  let [i, j, statistic] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!)
    while (i < a.length && a[i] === value) i++
    while (j < b.length && b[j] === value) j++
    statistic = Math.max(statistic, Math.abs(i / a.length - j / b.length))
  }
  const size = (a.length * b.length) / (a.length + b.length)
  return { statistic, pValue: tailOf(Math.sqrt(size) * statistic) }
}

/** 2·Σ (−1)^(k−1)·exp(−2k²λ²); below .2 the sum is 1 to all digits. */
function tailOf(lambda: number): number {
  if (lambda < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    const term = exp(-2 * k * k * lambda * lambda)
    sum += k % 2 === 1 ? term : -term
    if (term < 1e-18 * sum) break
  }
  return Math.min(1, 2 * sum)
}
