/** A pivot below this share of the largest entry of its column is none. */
const singular = 1e-13

/**
 * Solves A·X = B by Gaussian elimination with partial pivoting and one step of iterative refinement.
 *
 * @param matrix shape (n × n), row-major; not changed
 * @param rights right-hand sides, each of shape (n)
 * @returns solutions in the order of `rights`; undefined where A is singular to working precision. Total: never throws.
 */
export function luSolve(
  matrix: Float64Array,
  size: number,
  rights: ReadonlyArray<Float64Array>,
): ReadonlyArray<Float64Array> | undefined {
  const lu = matrix.slice()
  const order = factorise(lu, size)
  if (order === undefined) return undefined
  return rights.map((right) => {
    const x = substitute(lu, order, size, right)
    const residual = right.map((value, i) => {
      let sum = value
      for (let j = 0; j < size; j++) sum -= matrix[i * size + j]! * x[j]!
      return sum
    })
    const correction = substitute(lu, order, size, residual)
    return x.map((value, i) => value + correction[i]!)
  })
}

/** Overwrites with L (unit diagonal) and U; returns the order of rows. */
function factorise(lu: Float64Array, size: number): Int32Array | undefined {
  const order = Int32Array.from({ length: size }, (_, i) => i)
  const scales = Float64Array.from({ length: size }, (_, i) => {
    let largest = 0
    for (let j = 0; j < size; j++) largest = Math.max(largest, Math.abs(lu[i * size + j]!))
    return largest
  })
  for (let k = 0; k < size; k++) {
    let pivot = k
    for (let i = k + 1; i < size; i++)
      if (Math.abs(lu[i * size + k]!) * scales[pivot]! > Math.abs(lu[pivot * size + k]!) * scales[i]!)
        pivot = i
    if (!(Math.abs(lu[pivot * size + k]!) > singular * scales[pivot]!)) return undefined
    if (pivot !== k) {
      for (let j = 0; j < size; j++) {
        const kept = lu[k * size + j]!
        lu[k * size + j] = lu[pivot * size + j]!
        lu[pivot * size + j] = kept
      }
      ;[order[k], order[pivot]] = [order[pivot]!, order[k]!]
      ;[scales[k], scales[pivot]] = [scales[pivot]!, scales[k]!]
    }
    for (let i = k + 1; i < size; i++) {
      const factor = (lu[i * size + k]! /= lu[k * size + k]!)
      if (factor !== 0) for (let j = k + 1; j < size; j++) lu[i * size + j]! -= factor * lu[k * size + j]!
    }
  }
  return order
}

function substitute(lu: Float64Array, order: Int32Array, size: number, right: Float64Array): Float64Array {
  const x = Float64Array.from(order, (row) => right[row]!)
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) x[i]! -= lu[i * size + j]! * x[j]!
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) x[i]! -= lu[i * size + j]! * x[j]!
    x[i]! /= lu[i * size + i]!
  }
  return x
}
