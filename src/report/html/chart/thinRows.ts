/**
 * Rows that a chart of limited width shows: of each stretch of time those at which one of the series is least or greatest,
 * so that no peak and no trough is lost, and the first and the last row. All series share the rows; what stands at a row is
 * a value of the data, never a mean.
 *
 * @param series shape (n) each; NaN = no value
 * @param most about as many rows as may stay; each stretch keeps up to two a series
 * @returns row numbers, ascending; all rows where there are no more than `most`
 */
export function thinRows(series: ReadonlyArray<Float64Array>, count: number, most: number): Int32Array {
  if (count <= most) return Int32Array.from({ length: count }, (_, row) => row)
  const stretches = Math.max(1, Math.floor(most / (2 * Math.max(1, series.length))))
  const isKept = new Uint8Array(count)
  isKept[0] = 1
  isKept[count - 1] = 1
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * count) / stretches)
    const to = Math.floor(((stretch + 1) * count) / stretches)
    for (const values of series) {
      const { least, greatest } = extremes(values, from, to)
      if (least >= 0) isKept[least] = 1
      if (greatest >= 0) isKept[greatest] = 1
    }
  }
  const rows: Array<number> = []
  for (let row = 0; row < count; row++) if (isKept[row] === 1) rows.push(row)
  return Int32Array.from(rows)
}

/** Rows in [from, to) of the least and the greatest value; −1 where there is none. */
function extremes(values: Float64Array, from: number, to: number): { least: number; greatest: number } {
  let [least, greatest] = [-1, -1]
  for (let row = from; row < to; row++) {
    const value = values[row]!
    if (Number.isNaN(value)) continue
    if (least < 0 || value < values[least]!) least = row
    if (greatest < 0 || value > values[greatest]!) greatest = row
  }
  return { least, greatest }
}

export const picked = <A extends Float64Array | Int32Array>(values: A, rows: Int32Array): A => {
  const out = values.slice(0, rows.length) as A
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!
  return out
}
