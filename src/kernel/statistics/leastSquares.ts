import { mean } from "../mean.ts"

export interface LeastSquares {
  /** shape (k), in the order of the columns */
  readonly coefficients: Float64Array
  /** standard errors if the errors are independent and of one variance, shape (k) */
  readonly standardErrors: Float64Array
  /** (X'X)⁻¹, shape (k × k), row-major */
  readonly inverse: Float64Array
  /** shape (n) */
  readonly residuals: Float64Array
  /** √(Σ residual² / (n − k)) */
  readonly residualDeviation: number
  /** 1 − Σ residual² / Σ (y − mean y)²; means something only where a column is constant */
  readonly rSquared: number
}

/** A diagonal entry of R below this share of its column's length: the column depends on those before it. */
const dependent = 1e-11

/**
 * Ordinary least squares by Householder reflections: no product X'X is formed, so that a level and its constant may be of
 * different sizes by many powers of ten.
 *
 * @param columns k regressors of shape (n) each, the constant included if one is wanted; no NaN
 * @param y shape (n), no NaN
 * @returns undefined where n ≤ k, the columns depend on each other or a coefficient leaves the range of doubles. Total: never throws.
 * Source: G. Golub, C. Van Loan, Matrix Computations, 4th ed. (2013), 5.2 and 5.3.
 */
export function leastSquares(
  columns: ReadonlyArray<Float64Array>,
  y: Float64Array,
): LeastSquares | undefined {
  const [rows, size] = [y.length, columns.length]
  if (rows <= size) return undefined
  const reflected = reflect(columns, y)
  if (reflected === undefined) return undefined
  const { triangle, right } = reflected
  const coefficients = solveUpper(triangle, size, right)
  if (!coefficients.every(Number.isFinite)) return undefined
  const residuals = y.map((value, t) =>
    columns.reduce((rest, column, j) => rest - coefficients[j]! * column[t]!, value),
  )
  const squares = sumOfSquares(residuals)
  const variance = squares / (rows - size)
  const inverse = inverseOf(triangle, size)
  const average = mean(y)
  return {
    coefficients,
    standardErrors: coefficients.map((_, j) => Math.sqrt(variance * inverse[j * size + j]!)),
    inverse,
    residuals,
    residualDeviation: Math.sqrt(variance),
    rSquared: 1 - squares / sumOfSquares(y.map((value) => value - average)),
  }
}

/** R, row-major, and the first k entries of Q'y; undefined where R is singular. */
function reflect(given: ReadonlyArray<Float64Array>, y: Float64Array) {
  const size = given.length
  const columns = given.map((column) => column.slice())
  const right = y.slice()
  const triangle = new Float64Array(size * size)
  for (let j = 0; j < size; j++) {
    const pivot = columns[j]!
    const norm = Math.sqrt(sumOfSquares(pivot.subarray(j)))
    const length = Math.sqrt(sumOfSquares(given[j]!))
    if (!(norm > dependent * length)) return undefined
    const diagonal = pivot[j]! > 0 ? -norm : norm
    const normal = pivot.slice(j)
    normal[0]! -= diagonal
    const scale = 2 / sumOfSquares(normal)
    for (const column of [...columns.slice(j + 1), right]) {
      let product = 0
      for (let i = 0; i < normal.length; i++) product += normal[i]! * column[j + i]!
      for (let i = 0; i < normal.length; i++) column[j + i]! -= scale * product * normal[i]!
    }
    triangle[j * size + j] = diagonal
    for (let k = j + 1; k < size; k++) triangle[j * size + k] = columns[k]![j]!
  }
  return { triangle, right: right.slice(0, size) }
}

function solveUpper(triangle: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = right.slice()
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) x[i]! -= triangle[i * size + j]! * x[j]!
    x[i]! /= triangle[i * size + i]!
  }
  return x
}

/** (R'R)⁻¹ = R⁻¹·R⁻¹'. */
function inverseOf(triangle: Float64Array, size: number): Float64Array {
  const inverses = Array.from({ length: size }, (_, j) => {
    const unit = new Float64Array(size)
    unit[j] = 1
    return solveUpper(triangle, size, unit)
  })
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size]
    return inverses.reduce((sum, column) => sum + column[i]! * column[j]!, 0)
  })
}

const sumOfSquares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0)
