/**
 * Cholesky factor of a symmetric matrix plus a ridge on its diagonal: L·L' = A + ridge·I.
 *
 * @param matrix shape (n × n), row-major; its lower triangle is read
 * @param ridge added to the diagonal, ≥ 0
 * @returns L, lower triangular with zeros above; undefined when a pivot is not positive (or not finite): A + ridge·I is not
 * positive definite. Total: never throws.
 */
export function cholesky(matrix: Float64Array, size: number, ridge = 0): Float64Array | undefined {
  const out = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const row = i * size
    for (let j = 0; j <= i; j++) {
      const other = j * size
      let sum = matrix[row + j]! + (i === j ? ridge : 0)
      for (let k = 0; k < j; k++) sum -= out[row + k]! * out[other + k]!
      if (j < i) out[row + j] = sum / out[other + j]!
      else if (sum > 0 && sum < Infinity) out[row + j] = Math.sqrt(sum)
      else return undefined
    }
  }
  return out
}

/** Solves L·L'·x = b for the factor of `cholesky`. */
export function choleskySolve(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = right.slice()
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i * size + k]! * x[k]!
    x[i]! /= factor[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= factor[k * size + i]! * x[k]!
    x[i]! /= factor[i * size + i]!
  }
  return x
}
