/** Weights below this are none. */
const dust = 1e-6

/**
 * Weights without dust: what lies below 1e-6 becomes 0, and the others, but for those at a bound, grow in proportion so that
 * the sum is 1 again.
 *
 * @param weights shape (n), within the bounds up to rounding, sum about 1
 * @param lower shape (n); where it is above 0, a weight is never dust
 * @returns shape (n), within the bounds, sum 1 to rounding where the bounds allow it. Total: never throws.
 */
export function cleanWeights(weights: Float64Array, lower: Float64Array, upper: Float64Array): Float64Array {
  const out = weights.map((weight, i) =>
    weight < dust && lower[i]! <= 0 ? 0 : Math.min(upper[i]!, Math.max(lower[i]!, weight)),
  )
  for (let round = 0; round < 4; round++) {
    let total = 0
    let room = 0
    out.forEach((weight, i) => {
      total += weight
      if (isInside(weight, lower[i]!, upper[i]!)) room += weight
    })
    const missing = 1 - total
    if (Math.abs(missing) < 1e-16 || room <= 0) break
    const factor = 1 + missing / room
    out.forEach((weight, i) => {
      if (isInside(weight, lower[i]!, upper[i]!))
        out[i] = Math.min(upper[i]!, Math.max(lower[i]!, weight * factor))
    })
  }
  return out
}

const isInside = (weight: number, lower: number, upper: number): boolean => weight > lower && weight < upper
