import type { Program } from "./program.ts"

/** Accelerated projected gradient on a box and a budget, by plain loops: slow, and nothing to go wrong in. */
export function projectedGradient(
  { n, matrix, gain, tilt, lower, upper }: Program,
  steps: number,
): Array<number> {
  const slope = (x: ReadonlyArray<number>): Array<number> =>
    x.map((_, i) => matrix[i]!.reduce((sum, entry, j) => sum + entry * x[j]!, 0) - tilt * gain[i]!)
  const steepest = Math.max(
    1e-300,
    ...matrix.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)),
  )
  let x = project(new Array<number>(n).fill(1 / n), lower, upper)
  let ahead = x
  let momentum = 1
  for (let step = 0; step < steps; step++) {
    const g = slope(ahead)
    const next = project(
      ahead.map((value, i) => value - g[i]! / steepest),
      lower,
      upper,
    )
    const uphill = next.reduce((sum, value, i) => sum + (ahead[i]! - value) * (value - x[i]!), 0) > 0
    const grown = uphill ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const share = uphill ? 0 : (momentum - 1) / grown
    ahead = next.map((value, i) => value + share * (value - x[i]!))
    x = next
    momentum = grown
  }
  return x
}

/** The nearest point with sum 1 in a box, by bisection on what is subtracted from all. */
function project(
  point: ReadonlyArray<number>,
  lower: ReadonlyArray<number>,
  upper: ReadonlyArray<number>,
): Array<number> {
  const at = (shift: number) =>
    point.map((value, i) => Math.min(upper[i]!, Math.max(lower[i]!, value - shift)))
  let [low, high] = [Math.min(...point) - 2, Math.max(...point) + 2]
  for (let k = 0; k < 44; k++) {
    const middle = (low + high) / 2
    if (at(middle).reduce((sum, value) => sum + value, 0) > 1) low = middle
    else high = middle
  }
  return at((low + high) / 2)
}
