/**
 * How finely a column of prices is written: half of the smallest step that two different values can have.
 *
 * @param values prices > 0; NaN = not known
 * @returns either an absolute half step (decimal places: 0.005 for prices in cents) or a relative one (single precision:
 * 2⁻²⁵; double: 2⁻⁵³)
 */
export function resolution(values: Float64Array): { readonly absolute: number; readonly relative: number } {
  let places = 0
  let isSingle = true
  for (const value of values) {
    if (Number.isNaN(value)) continue
    while (places < powers.length && !hasPlaces(value, places)) places++
    isSingle &&= Math.fround(value) === value
    if (places === powers.length && !isSingle) break
  }
  if (places < powers.length) return { absolute: 0.5 / powers[places]!, relative: 0 }
  return { absolute: 0, relative: isSingle ? 1 / 33554432 : 1 / 9007199254740992 }
}

const powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]

/** Whether the value is the double nearest to some decimal of so many places. */
const hasPlaces = (value: number, places: number): boolean =>
  Math.round(value * powers[places]!) / powers[places]! === value
