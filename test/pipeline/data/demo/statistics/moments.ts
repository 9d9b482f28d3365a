/** Moments of a sample without NaN. */
export function mean(x: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]!
  return sum / x.length
}

/** Sample standard deviation (n − 1). */
export const deviation = (x: ArrayLike<number>): number => Math.sqrt(centralSum(x, 2) / (x.length - 1))

/** Adjusted Fisher–Pearson skewness. */
export function skewness(x: ArrayLike<number>): number {
  const n = x.length
  const second = centralSum(x, 2) / n
  const third = centralSum(x, 3) / n
  return ((third / (second * Math.sqrt(second))) * Math.sqrt(n * (n - 1))) / (n - 2)
}

/** Fourth moment over squared variance, less 3. */
export function excessKurtosis(x: ArrayLike<number>): number {
  const n = x.length
  const second = centralSum(x, 2) / n
  return centralSum(x, 4) / n / (second * second) - 3
}

export function median(x: ArrayLike<number>): number {
  return quantile(x, 0.5)
}

/** Linear between order statistics. */
export function quantile(x: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(x).sort()
  const at = p * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!)
}

function centralSum(x: ArrayLike<number>, power: 2 | 3 | 4): number {
  const centre = mean(x)
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    const d = x[i]! - centre
    sum += power === 2 ? d * d : power === 3 ? d * d * d : d * d * d * d
  }
  return sum
}
