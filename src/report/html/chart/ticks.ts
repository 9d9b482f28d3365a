/** Where an axis is marked. */

/** Steps of 1, 2, 2.5 and 5 times a power of ten, about `most` of them, from below `low` to above `high`; values that hardly differ lie between two whole numbers. */
export function linearTicks(low: number, high: number, most: number): ReadonlyArray<number> {
  if (!(high - low > 1e-12 * Math.max(1, Math.abs(low), Math.abs(high))))
    return [Math.floor(low), Math.floor(low) + 1]
  const step = niceStep((high - low) / most)
  const from = Math.floor(low / step + 1e-9)
  const ticks: Array<number> = []
  for (let k = from; ticks.length < 2 * most + 2; k++) {
    ticks.push(rounded(k * step, step))
    if (ticks.length > 1 && k * step >= high - step * 1e-9) break
  }
  return ticks
}

/** The least nice number that is not below `least`. */
function niceStep(least: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 2.5, 5].find((each) => each * magnitude >= least * (1 - 1e-9)) ?? 10
  return factor * magnitude
}

/** Without the dust of binary fractions: 0.3 and not 0.30000000000000004. */
const rounded = (value: number, step: number): number =>
  Number(value.toFixed(Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(step))))))

/** Ticks of a logarithmic axis, as many as fit, from the coarsest set that has at least four within. */
export function logTicks(low: number, high: number): ReadonlyArray<number> {
  const sets = [
    [1],
    [1, 3],
    [1, 2, 5],
    [1, 1.5, 2, 3, 5, 7],
    [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
  ]
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  let found: ReadonlyArray<number> = []
  for (const set of sets) {
    found = decades(first, last)
      .flatMap((decade) => set.map((mantissa) => Number((mantissa * 10 ** decade).toPrecision(6))))
      .filter((tick) => tick >= low && tick <= high)
    if (found.length >= 4) return found
  }
  return found.length >= 2 ? found : linearTicks(low, high, 4).filter((tick) => tick >= low && tick <= high)
}

const decades = (first: number, last: number): ReadonlyArray<number> =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)
