/** Whether every column of a row is NaN: no decision there. True for a row without columns. */
export function isBlankRow(values: Float64Array, width: number, row: number): boolean {
  for (let at = row * width, end = at + width; at < end; at++) if (!Number.isNaN(values[at]!)) return false
  return true
}
