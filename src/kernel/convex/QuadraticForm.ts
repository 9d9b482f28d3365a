/** A symmetric positive semidefinite matrix P (n × n) as what is asked of it, whether it is held dense or by factors. */
export interface QuadraticForm {
  readonly size: number
  /** P·x */
  readonly multiply: (x: Float64Array) => Float64Array
  /** P at the rows and columns `members`, row-major */
  readonly block: (members: ReadonlyArray<number>) => Float64Array
  /** mean of the diagonal: the size of P's entries */
  readonly scale: number
  readonly shape: Shape
}

export type Shape =
  /** row-major, k × k; zero beyond its first k rows and columns */
  | { readonly _tag: "Dense"; readonly matrix: Float64Array; readonly size: number }
  /** diag(specific) + loadings'·loadings, loadings k × n, row-major */
  | {
      readonly _tag: "Factors"
      readonly specific: Float64Array
      readonly loadings: Float64Array
      readonly factors: number
    }

/** @param matrix shape (n × n), symmetric, row-major */
export function denseForm(matrix: Float64Array, size: number): QuadraticForm {
  let trace = 0
  for (let i = 0; i < size; i++) trace += matrix[i * size + i]!
  return {
    size,
    scale: trace / Math.max(1, size),
    shape: { _tag: "Dense", matrix, size },
    multiply: (x) => {
      const out = new Float64Array(size)
      for (let i = 0, at = 0; i < size; i++) {
        let sum = 0
        for (let j = 0; j < size; j++, at++) sum += matrix[at]! * x[j]!
        out[i] = sum
      }
      return out
    },
    block: (members) => {
      const out = new Float64Array(members.length * members.length)
      let at = 0
      for (const i of members) for (const j of members) out[at++] = matrix[i * size + j]!
      return out
    },
  }
}

/**
 * @param loadings shape (k × n), row-major; with factor covariance Ω and betas B: Ω^½·B
 * @param specific shape (n), variances of what the factors leave, ≥ 0
 */
export function factorForm(loadings: Float64Array, specific: Float64Array): QuadraticForm {
  const size = specific.length
  const factors = size === 0 ? 0 : loadings.length / size
  const entry = (i: number, j: number): number => {
    let sum = i === j ? specific[i]! : 0
    for (let k = 0; k < factors; k++) sum += loadings[k * size + i]! * loadings[k * size + j]!
    return sum
  }
  let trace = 0
  for (let i = 0; i < size; i++) trace += entry(i, i)
  return {
    size,
    scale: trace / Math.max(1, size),
    shape: { _tag: "Factors", specific, loadings, factors },
    multiply: (x) => {
      const out = x.map((value, i) => specific[i]! * value)
      for (let k = 0; k < factors; k++) {
        let exposure = 0
        for (let i = 0; i < size; i++) exposure += loadings[k * size + i]! * x[i]!
        for (let i = 0; i < size; i++) out[i]! += exposure * loadings[k * size + i]!
      }
      return out
    },
    block: (members) => {
      const out = new Float64Array(members.length * members.length)
      let at = 0
      for (const i of members) for (const j of members) out[at++] = entry(i, j)
      return out
    },
  }
}

/** P's diagonal, shape (n). */
export function diagonalOf({ shape, size }: QuadraticForm): Float64Array {
  if (shape._tag === "Dense")
    return Float64Array.from({ length: size }, (_, i) => shape.matrix[i * size + i]!)
  const { specific, loadings, factors } = shape
  return specific.map((value, i) => {
    let sum = value
    for (let k = 0; k < factors; k++) sum += loadings[k * size + i]! * loadings[k * size + i]!
    return sum
  })
}

/** P itself, shape (n × n), row-major; not to be written to. */
export const matrixOf = (form: QuadraticForm): Float64Array =>
  form.shape._tag === "Dense" ? form.shape.matrix : form.block(Array.from({ length: form.size }, (_, i) => i))

/** P + diag(added), of the same shape. */
export function withDiagonal({ shape, size }: QuadraticForm, added: Float64Array): QuadraticForm {
  if (shape._tag === "Factors")
    return factorForm(
      shape.loadings,
      shape.specific.map((value, i) => value + added[i]!),
    )
  const matrix = shape.matrix.slice()
  added.forEach((value, i) => (matrix[i * size + i]! += value))
  return denseForm(matrix, size)
}

/** diag(values) */
export const diagonalForm = (values: Float64Array): QuadraticForm => factorForm(new Float64Array(0), values)

/** The same form with more variables, which it leaves alone. */
export function paddedForm(form: QuadraticForm, size: number): QuadraticForm {
  const own = form.size
  return {
    ...form,
    size,
    multiply: (x) => {
      const out = new Float64Array(size)
      out.set(form.multiply(x.subarray(0, own)))
      return out
    },
    block: (members) => {
      const inside = members.filter((i) => i < own)
      const inner = form.block(inside)
      const out = new Float64Array(members.length * members.length)
      const places = members.flatMap((i, at) => (i < own ? [at] : []))
      places.forEach((row, a) =>
        places.forEach((column, b) => (out[row * members.length + column] = inner[a * inside.length + b]!)),
      )
      return out
    },
  }
}
