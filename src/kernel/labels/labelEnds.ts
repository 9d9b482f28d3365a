/**
 * Epoch days of the rows that labels end on.
 *
 * @param rows shape (rows × width): row number of a label's end; NaN = no label
 * @param sessions shape (rows), epoch days
 * @returns shape (rows × width); NaN where there is no label. Total: never throws.
 */
export const endDays = (rows: Float64Array, sessions: Int32Array): Float64Array =>
  rows.map((row) => (Number.isNaN(row) ? NaN : sessions[row]!))

/** The row `horizon` after each cell that has a label, NaN elsewhere. Shape as `labels`. */
export const fixedEnds = (labels: Float64Array, width: number, horizon: number): Float64Array =>
  labels.map((label, at) => (Number.isNaN(label) ? NaN : Math.floor(at / width) + horizon))
