import { returnsSinceFill } from "./accounting.ts"
import type { Book } from "./accounting.ts"
import { sampleStd, total } from "./returns.ts"
import type { Settings } from "./types.ts"

/** Meta weights of page §4 at a decision; `alone` are the strategies' own B1 books, `last` the last session to be used. */
export function metaWeights(alone: ReadonlyArray<Book>, last: number, settings: Settings): number[] {
  const { type, weights, lookback, min_weight, max_weight } = settings.meta
  const equal = Object.keys(settings.strategies).map((_, __, all) => 1 / all.length)
  if (type === "fixed_weight") return weights === null ? equal : [...weights]
  // one strategy has all of it
  if (equal.length === 1) return [1]
  const deviations = alone.map((book) => {
    const returns = returnsSinceFill(book, last)
    return returns.length < lookback ? NaN : sampleStd(returns.slice(returns.length - lookback))
  })
  // page §4: fewer returns for any: 1/K; a ruined book has none any more.
  if (deviations.some(Number.isNaN)) return equal
  const inverse = deviations.map((x) => 1 / Math.max(x, 1e-4))
  const size = total(inverse)
  return project(
    inverse.map((x) => x / size),
    min_weight,
    max_weight,
  )
}

/** The nearest point with sum 1 and min ≤ m ≤ max: everything moves by one number and is cut; the number by halving. */
function project(point: ReadonlyArray<number>, min: number, max: number): number[] {
  const shifted = (by: number) => point.map((x) => Math.max(min, Math.min(max, x - by)))
  let [low, high] = [-2, 2]
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2
    if (total(shifted(middle)) > 1) low = middle
    else high = middle
  }
  return shifted((low + high) / 2)
}
