import { isTie } from "./ties.ts"

/**
 * How many deviations a value lies from its mean.
 *
 * @param values shape (n)
 * @param mean shape (n)
 * @param deviation shape (n), ≥ 0
 * @returns shape (n), (value − mean) / deviation; 0 where value and mean tie, so that prices which do not move have no
 * score made of dust; NaN where any of the three is. Total: never throws.
 */
export function standardScore(
  values: Float64Array,
  mean: Float64Array,
  deviation: Float64Array,
): Float64Array {
  return values.map((value, at) => {
    if (Number.isNaN(value + mean[at]! + deviation[at]!)) return NaN
    return isTie(value, mean[at]!) ? 0 : (value - mean[at]!) / deviation[at]!
  })
}
