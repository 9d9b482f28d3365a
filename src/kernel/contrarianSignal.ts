import { compareWithTies } from "./ties.ts"

/**
 * Against what has gone far: long below a lower bound, short above an upper one.
 *
 * @param values shape (n)
 * @param lower bound of entry `at`
 * @param upper bound of entry `at`
 * @returns shape (n): +1 below the lower bound, −1 above the upper one, 0 between and at a tie with a bound; NaN where the
 * value or a bound is NaN. Total: never throws.
 */
export function contrarianSignal(
  values: Float64Array,
  lower: (at: number) => number,
  upper: (at: number) => number,
): Float64Array {
  return values.map((value, at) => {
    const [below, above] = [compareWithTies(value, lower(at)), compareWithTies(value, upper(at))]
    return Number.isNaN(below + above) ? NaN : Number(below < 0) - Number(above > 0)
  })
}
