import { isTie } from "./ties.ts"

/**
 * Ranks 1 … n in ascending order; tied values share the average of their ranks.
 *
 * @param values shape (n), none of them NaN
 * @returns shape (n)
 *
 * Values tie when they are within price dust of the least value of their group (`ties.ts`), so that the order of the
 * input does not matter.
 */
export function averageRanks(values: Float64Array): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!)
  const ranks = new Float64Array(values.length)
  let from = 0
  while (from < order.length) {
    let to = from + 1
    while (to < order.length && isTie(values[order[from]!]!, values[order[to]!]!)) to++
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2
    from = to
  }
  return ranks
}
