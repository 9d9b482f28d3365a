/** A symmetric tridiagonal matrix. */
export interface Tridiagonal {
  /** shape (n) */
  readonly diagonal: Float64Array
  /** shape (n − 1) */
  readonly beside: Float64Array
}

/** Unit vectors u of the reflections I − 2uu', in the order in which they were applied; null where none was needed. */
export type Reflectors = ReadonlyArray<Float64Array | null>

/**
 * A symmetric matrix made tridiagonal by reflections, which leave its eigenvalues alone.
 *
 * @param matrix shape (n × n), row-major; its lower triangle is read
 * @returns with the reflections, which `unreflect` undoes for a vector. NaN: where the matrix has one. Total: never throws.
 * Source: Golub and Van Loan, Matrix Computations (4th ed., 2013), algorithm 8.3.1.
 */
export function toTridiagonal(
  matrix: Float64Array,
  size: number,
): { readonly tridiagonal: Tridiagonal; readonly reflectors: Reflectors } {
  const rest = matrix.slice()
  const beside = new Float64Array(Math.max(0, size - 1))
  const reflectors: Array<Float64Array | null> = []
  for (let k = 0; k < size - 1; k++) {
    const from = k + 1
    const column = Float64Array.from({ length: size - from }, (_, i) => rest[(from + i) * size + k]!)
    const unit = k < size - 2 ? reflector(column) : null
    beside[k] = unit === null ? column[0]! : reflected(unit, column)
    reflectors.push(unit)
    if (unit !== null) reflect(rest, size, from, unit)
  }
  const diagonal = Float64Array.from({ length: size }, (_, i) => rest[i * size + i]!)
  return { tridiagonal: { diagonal, beside }, reflectors }
}

/** The vector of the matrix from one of the tridiagonal matrix. */
export function unreflect(reflectors: Reflectors, vector: Float64Array): Float64Array {
  const out = vector.slice()
  for (let k = reflectors.length - 1; k >= 0; k--) {
    const unit = reflectors[k]!
    if (unit === null) continue
    let share = 0
    for (let i = 0; i < unit.length; i++) share += unit[i]! * out[k + 1 + i]!
    for (let i = 0; i < unit.length; i++) out[k + 1 + i]! -= 2 * share * unit[i]!
  }
  return out
}

/** u with (I − 2uu')x along the first axis; null when x lies there already. */
function reflector(x: Float64Array): Float64Array | null {
  const most = x.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
  if (x.every((value, i) => i === 0 || value === 0)) return null
  const out = x.map((value) => value / most) // so that no square overflows or vanishes
  out[0]! += out[0]! < 0 ? -lengthOf(out) : lengthOf(out)
  const length = lengthOf(out)
  return out.map((value) => value / length)
}

/** First entry of (I − 2uu')x. */
function reflected(unit: Float64Array, x: Float64Array): number {
  let share = 0
  for (let i = 0; i < x.length; i++) share += unit[i]! * x[i]!
  return x[0]! - 2 * share * unit[0]!
}

const lengthOf = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0))

/** A − 2·(uw' + wu') with w = Au − (u'Au)·u, in the lower triangle from row and column `from` on. */
function reflect(matrix: Float64Array, size: number, from: number, unit: Float64Array): void {
  const count = unit.length
  const product = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const row = (from + i) * size + from
    let sum = matrix[row + i]! * unit[i]!
    for (let j = 0; j < i; j++) {
      const entry = matrix[row + j]!
      sum += entry * unit[j]!
      product[j]! += entry * unit[i]!
    }
    product[i]! += sum
  }
  let bend = 0
  for (let i = 0; i < count; i++) bend += unit[i]! * product[i]!
  for (let i = 0; i < count; i++) product[i] = 2 * (product[i]! - bend * unit[i]!)
  for (let i = 0; i < count; i++) {
    const row = (from + i) * size + from
    const [own, other] = [unit[i]!, product[i]!]
    for (let j = 0; j <= i; j++) matrix[row + j]! -= own * product[j]! + other * unit[j]!
  }
}
