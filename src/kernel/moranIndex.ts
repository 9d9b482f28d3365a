/**
 * Moran's index: how much the values of neighbours are alike. Near 1 for a smooth surface, −1/(n − 1) on average for values
 * scattered by chance, below that where neighbours differ more than chance has it.
 *
 * @param values shape (n)
 * @param neighbours shape (n): the places beside each; symmetric
 * @returns NaN when values do not vary or nothing has a neighbour. Total: never throws.
 *
 * Source: P. Moran (1950), Notes on continuous stochastic phenomena, Biometrika 37, with weights of 1.
 */
export function moranIndex(values: Float64Array, neighbours: ReadonlyArray<ReadonlyArray<number>>): number {
  const count = values.length
  let total = 0
  for (let i = 0; i < count; i++) total += values[i]!
  const average = total / count
  let [products, squares, pairs] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const own = values[i]! - average
    squares += own * own
    for (const j of neighbours[i]!) {
      products += own * (values[j]! - average)
      pairs++
    }
  }
  return pairs === 0 || !(squares > 0) ? NaN : (count / pairs) * (products / squares)
}
