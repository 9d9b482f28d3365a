/** Shapes (rows × width). */
export interface Concurrency {
  /** labels of the asset whose span covers the row; NaN where none does */
  readonly count: Float64Array
  /** mean of 1 / count over the rows that a label spans, 0 … 1; NaN where there is no label */
  readonly uniqueness: Float64Array
}

/**
 * How far the labels of an asset rest on the same sessions: how many spans cover each row, and the average uniqueness of
 * each label. The label of row i rests on the returns of the rows i + 1 … end.
 *
 * @param ends shape (rows × width): row of a label's end, > its own row; NaN = no label
 * @param longest rows: a span beyond is cut there
 *
 * Total: never throws.
 * Source: M. López de Prado (2018), Advances in Financial Machine Learning, ch. 4.3–4.4.
 */
export function concurrency(ends: Float64Array, width: number, longest: number): Concurrency {
  const count = new Float64Array(ends.length)
  const uniqueness = new Float64Array(ends.length).fill(NaN)
  const last = ends.length / width - 1
  const each = (at: number, visit: (cell: number) => void): number => {
    const row = Math.floor(at / width)
    const end = Math.min(last, ends[at]!, row + longest)
    for (let t = row + 1; t <= end; t++) visit(at + (t - row) * width)
    return end - row
  }
  for (let at = 0; at < ends.length; at++) each(at, (cell) => count[cell]!++)
  for (let at = 0; at < ends.length; at++) {
    if (Number.isNaN(ends[at]!)) continue
    let sum = 0
    const rows = each(at, (cell) => (sum += 1 / count[cell]!))
    if (rows > 0) uniqueness[at] = sum / rows
  }
  return { count: count.map((spans) => (spans === 0 ? NaN : spans)), uniqueness }
}
