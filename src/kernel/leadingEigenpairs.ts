import { type Tridiagonal, toTridiagonal, unreflect } from "./toTridiagonal.ts"

export interface Eigenpairs {
  /** shape (k), largest first */
  readonly values: Float64Array
  /** shape (k × n), row-major: vectors of length 1 at right angles, of either sign */
  readonly vectors: Float64Array
}

/**
 * The largest eigenvalues of a symmetric matrix with their vectors: the matrix is made tridiagonal, its eigenvalues are
 * bisected and its vectors found by inverse iteration.
 *
 * @param matrix shape (n × n), row-major; its lower triangle is read
 * @param count k, how many; at most n are given
 *
 * Where eigenvalues are equal their vectors are some basis of the space that they share. NaN: everything. Total: never throws.
 * Source: Golub and Van Loan, Matrix Computations (4th ed., 2013), sections 8.3.1, 8.4.1 and 7.6.1.
 */
export function leadingEigenpairs(matrix: Float64Array, size: number, count: number): Eigenpairs {
  const wanted = Math.min(count, size)
  const { tridiagonal, reflectors } = toTridiagonal(matrix, size)
  const values = Float64Array.from({ length: wanted }, (_, rank) => largest(tridiagonal, rank))
  const vectors = new Float64Array(wanted * size)
  const found: Array<Float64Array> = []
  for (const value of values) {
    const vector = eigenvector(tridiagonal, value, found)
    found.push(vector)
    vectors.set(unreflect(reflectors, vector), (found.length - 1) * size)
  }
  return { values, vectors }
}

/** The eigenvalue that `rank` others exceed, to the last bits. */
function largest({ diagonal, beside }: Tridiagonal, rank: number): number {
  const size = diagonal.length
  let [low, high] = [Infinity, -Infinity]
  diagonal.forEach((value, i) => {
    const radius = Math.abs(beside[i - 1] ?? 0) + Math.abs(beside[i] ?? 0)
    low = Math.min(low, value - radius)
    high = Math.max(high, value + radius)
  })
  for (let step = 0; step < 200; step++) {
    const middle = low + (high - low) / 2
    if (!(middle > low && middle < high)) break
    if (size - countBelow(diagonal, beside, middle) > rank) low = middle
    else high = middle
  }
  return low + (high - low) / 2
}

/** How many eigenvalues lie below x: signs of the pivots of T − xI. */
function countBelow(diagonal: Float64Array, beside: Float64Array, x: number): number {
  let count = 0
  let pivot = 1
  for (let i = 0; i < diagonal.length; i++) {
    const off = i === 0 ? 0 : beside[i - 1]!
    pivot = diagonal[i]! - x - (off === 0 ? 0 : off * (off / pivot))
    if (pivot === 0) pivot = Number.MIN_VALUE // what follows is then −∞, and after that as if nothing came before
    if (pivot < 0) count++
  }
  return count
}

/** A unit vector of an eigenvalue at right angles to those found before. */
function eigenvector(matrix: Tridiagonal, value: number, found: ReadonlyArray<Float64Array>): Float64Array {
  const size = matrix.diagonal.length
  // a start without symmetry, another one for each vector
  let vector: Float64Array = Float64Array.from(
    { length: size },
    (_, i) => 1 + ((i * 7919 + found.length * 104_729) % 1009) / 1009,
  )
  for (let step = 0; step < 4; step++) {
    // twice, since the first pass of many may leave what it meant to take out
    vector = normalised(rightAngled(rightAngled(solveShifted(matrix, value, vector), found), found))
  }
  return vector
}

function rightAngled(vector: Float64Array, found: ReadonlyArray<Float64Array>): Float64Array {
  for (const other of found) {
    let share = 0
    for (let i = 0; i < vector.length; i++) share += vector[i]! * other[i]!
    for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!
  }
  return vector
}

function normalised(vector: Float64Array): Float64Array {
  const most = vector.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
  const scaled = vector.map((value) => value / most) // so that no square overflows
  const length = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0))
  return scaled.map((value) => value / length)
}

/** (T − xI)·y = b by elimination with row exchanges; a pivot of 0 is taken for rounding. */
function solveShifted({ diagonal, beside }: Tridiagonal, x: number, right: Float64Array): Float64Array {
  const size = diagonal.length
  const scale = diagonal.reduce(
    (most, value, i) => Math.max(most, Math.abs(value), Math.abs(beside[i] ?? 0)),
    0,
  )
  const least = scale > 0 ? Number.EPSILON * scale : 1
  const y = right.slice()
  // the row at hand, of which up to three entries are left
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  const third = new Float64Array(size)
  let [a, b] = [diagonal[0]! - x, beside[0] ?? 0]
  for (let i = 0; i < size - 1; i++) {
    const below = beside[i]!
    const [own, after] = [diagonal[i + 1]! - x, beside[i + 1] ?? 0]
    if (Math.abs(below) > Math.abs(a)) {
      ;[first[i], second[i], third[i]] = [below, own, after]
      const factor = a / below
      ;[a, b] = [b - factor * own, -factor * after]
      ;[y[i], y[i + 1]] = [y[i + 1]!, y[i]! - factor * y[i + 1]!]
    } else {
      ;[first[i], second[i], third[i]] = [Math.abs(a) < least ? least : a, b, 0]
      const factor = below / first[i]!
      ;[a, b] = [own - factor * b, after]
      y[i + 1]! -= factor * y[i]!
    }
  }
  first[size - 1] = Math.abs(a) < least ? least : a
  for (let i = size - 1; i >= 0; i--) {
    const rest = y[i]! - second[i]! * (y[i + 1] ?? 0) - third[i]! * (y[i + 2] ?? 0)
    y[i] = rest / first[i]!
  }
  return y
}
