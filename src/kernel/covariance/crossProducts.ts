/**
 * Sums of products Σ_t x[t,i]·y[t,j] of two panels.
 *
 * @param x shape (T × n), row-major
 * @param y of the same shape; where it is `x`, only one half is computed
 * @returns shape (n × n), row-major. Total: never throws.
 */
export function crossProducts(x: Float64Array, y: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width * width)
  const symmetric = x === y
  for (let row = 0; row < x.length; row += width) {
    for (let i = 0; i < width; i++) {
      const factor = x[row + i]!
      for (let j = symmetric ? i : 0, at = i * width + j; j < width; j++, at++)
        out[at]! += factor * y[row + j]!
    }
  }
  if (symmetric)
    for (let i = 1; i < width; i++) for (let j = 0; j < i; j++) out[i * width + j] = out[j * width + i]!
  return out
}
