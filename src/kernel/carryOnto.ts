/**
 * The last known value of each column at other rows, no older than some of those rows.
 *
 * A value is of age 0 on the first row on or after its own key, and one older on each row that follows, until a newer
 * known value takes its place; a NaN takes no place. Values from before the first of the other rows are not used: how many
 * rows old they are there cannot be said.
 *
 * @param cells shape (keys, width) row-major
 * @param keys strictly increasing
 * @param columns column of each column of the result; −1 = none
 * @param onto strictly increasing, the rows of the result
 * @param maxAge rows of the result, ≥ 0
 * @returns shape (onto, columns), NaN where nothing is known that is young enough
 *
 * Total: never throws.
 */
export function carryOnto(
  cells: Float64Array,
  width: number,
  keys: Int32Array,
  columns: Int32Array,
  onto: Int32Array,
  maxAge: number,
): Float64Array {
  const out = new Float64Array(onto.length * columns.length).fill(NaN)
  const last = new Float64Array(columns.length).fill(NaN)
  const age = new Int32Array(columns.length)
  let row = 0
  while (row < keys.length && onto.length > 0 && keys[row]! < onto[0]!) row++
  for (let t = 0; t < onto.length; t++) {
    for (let i = 0; i < age.length; i++) age[i] = age[i]! + 1
    for (; row < keys.length && keys[row]! <= onto[t]!; row++) {
      for (let i = 0; i < columns.length; i++) {
        const value = columns[i]! < 0 ? NaN : cells[row * width + columns[i]!]!
        if (Number.isNaN(value)) continue
        last[i] = value
        age[i] = 0
      }
    }
    for (let i = 0; i < columns.length; i++) if (age[i]! <= maxAge) out[t * columns.length + i] = last[i]!
  }
  return out
}
