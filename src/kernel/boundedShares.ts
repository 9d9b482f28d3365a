/**
 * The nearest shares within bounds: Euclidean projection on {Σ = 1, least ≤ m ≤ most}.
 *
 * m = clip(v − λ) with the λ at which they add up to 1; Σ falls in λ along straight lines that bend where a share reaches
 * a bound, so λ is found exactly on the line between two bends.
 *
 * @param values shape (n), n ≥ 1
 * @param least n · least ≤ 1
 * @param most n · most ≥ 1
 * @returns shape (n); the values themselves where they are within bounds and add up to 1 (1e-15). Total: never throws.
 * Source: Held, Wolfe and Crowder (1974), Mathematical Programming 6.
 */
export function boundedShares(values: Float64Array, least: number, most: number): Float64Array {
  const clip = (value: number): number => Math.max(least, Math.min(most, value))
  const sumAt = (lambda: number): number => values.reduce((sum, value) => sum + clip(value - lambda), 0)
  if (Math.abs(sumAt(0) - 1) <= 1e-15 && values.every((value) => clip(value) === value)) return values.slice()
  const bends = Array.from(values).flatMap((value) => [value - most, value - least])
  bends.sort((a, b) => a - b)
  const after = bends.findIndex((lambda) => sumAt(lambda) <= 1)
  const to = bends[after < 0 ? bends.length - 1 : after]!
  const from = bends[Math.max(0, (after < 0 ? bends.length : after) - 1)]!
  const [high, low] = [sumAt(from), sumAt(to)]
  const lambda = high === low ? to : from + ((high - 1) / (high - low)) * (to - from)
  return values.map((value) => clip(value - lambda))
}
