/**
 * Sample standard deviation (ddof 1) of the rows before `end` of each column of a panel.
 *
 * Two passes over differences from the window's first row, so that equal values have deviation exactly 0.
 *
 * @param values shape (rows × width), row-major
 * @param end row after the window's last
 * @param window rows, ≥ 2
 * @param out where the `width` deviations are written, in the unit of the values
 * @param at index in `out` of the first column's
 *
 * NaN: where any value of the window is, and for all columns when the window starts before the panel. Total.
 * Source: the corrected two-pass algorithm of Chan, Golub and LeVeque (1983), The American Statistician 37(3).
 */
export function windowDeviation(
  values: Float64Array,
  width: number,
  end: number,
  window: number,
  out: Float64Array,
  at: number,
): void {
  const first = (end - window) * width
  for (let i = 0; i < width; i++) {
    out[at + i] = first < 0 ? NaN : columnDeviation(values, first + i, width, window)
  }
}

function columnDeviation(values: Float64Array, first: number, stride: number, count: number): number {
  const origin = values[first]!
  const end = first + count * stride
  let sum = 0
  for (let k = first; k < end; k += stride) sum += values[k]! - origin
  const center = sum / count
  let squares = 0
  let residue = 0
  for (let k = first; k < end; k += stride) {
    const distance = values[k]! - origin - center
    squares += distance * distance
    residue += distance
  }
  return Math.sqrt(Math.max(0, squares - (residue * residue) / count) / (count - 1))
}
