/**
 * Some cells of a row-major table in another order of rows and columns.
 *
 * @param cells shape (any, width) row-major
 * @param rows row of each row of the result; −1 = none
 * @param columns column of each column of the result; −1 = none
 * @returns shape (rows, columns), NaN where there is no row or no column
 *
 * Total: never throws.
 */
export function pickCells(
  cells: Float64Array,
  width: number,
  rows: Int32Array,
  columns: Int32Array,
): Float64Array {
  const out = new Float64Array(rows.length * columns.length).fill(NaN)
  let at = 0
  for (const row of rows) {
    for (const column of columns) {
      if (row >= 0 && column >= 0) out[at] = cells[row * width + column]!
      at++
    }
  }
  return out
}
