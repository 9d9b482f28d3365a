/** Constraints of a conic problem, collected row by row and laid out as the solver wants them. */
import type { Cone, ConicProblem, SparseMatrix } from "../../../../vendor/clarabel-wasm/clarabel.ts"
import { cholesky } from "../../../kernel/cholesky.ts"
import type { QuadraticForm } from "../../../kernel/convex/QuadraticForm.ts"

/** Σ values[k]·x[columns[k]], against `bound`. */
export interface Row {
  readonly columns: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
  readonly bound: number
}

export interface Rows {
  /** sums that equal their bound */
  readonly equations: ReadonlyArray<Row>
  /** sums that are at most their bound */
  readonly inequalities: ReadonlyArray<Row>
  /** (bound − sum) of these, the first at least as large as the norm of the others */
  readonly cone?: ReadonlyArray<Row>
}

export const row = (columns: ReadonlyArray<number>, values: ReadonlyArray<number>, bound: number): Row => ({
  columns,
  values,
  bound,
})

/** The row of a dense vector of coefficients; zeros are left out. */
export function denseRow(coefficients: Float64Array, bound: number, factor = 1): Row {
  const columns: Array<number> = []
  const values: Array<number> = []
  coefficients.forEach((value, i) => {
    if (value === 0) return
    columns.push(i)
    values.push(factor * value)
  })
  return { columns, values, bound }
}

/** The constraints' part of a problem in `size` variables. */
export function layRows(
  size: number,
  { equations, inequalities, cone = [] }: Rows,
): Pick<ConicProblem, "constraints" | "bounds" | "cones"> {
  const all = [...equations, ...inequalities, ...cone]
  const cones: ReadonlyArray<Cone> = [
    { kind: "zero", size: equations.length },
    { kind: "nonnegative", size: inequalities.length },
    { kind: "second_order", size: cone.length },
  ]
  return {
    constraints: byColumns(size, all),
    bounds: Float64Array.from(all, ({ bound }) => bound),
    cones: cones.filter(({ size: rows }) => rows > 0),
  }
}

/** Rows to columns by counting; within a column the rows stay in order. */
function byColumns(size: number, all: ReadonlyArray<Row>): SparseMatrix {
  const starts = new Uint32Array(size + 1)
  for (const { columns } of all) for (const column of columns) starts[column + 1]!++
  for (let j = 0; j < size; j++) starts[j + 1]! += starts[j]!
  const next = starts.slice()
  const rows = new Uint32Array(starts[size]!)
  const values = new Float64Array(starts[size]!)
  all.forEach((each, index) =>
    each.columns.forEach((column, k) => {
      const at = next[column]!++
      rows[at] = index
      values[at] = each.values[k]!
    }),
  )
  return { starts, rows, values }
}

/**
 * P/scale in `size` variables, of which the first are weights, with the equations that it takes: factors are variables f of
 * their own, f = L·a, so that P stays diagonal.
 */
export function layForm(
  { shape }: QuadraticForm,
  size: number,
  factor: number,
): { readonly quadratic: SparseMatrix; readonly equations: ReadonlyArray<Row>; readonly used: number } {
  if (shape._tag === "Dense") {
    return { quadratic: upperTriangle(shape.matrix, shape.size, size, factor), equations: [], used: 0 }
  }
  const { specific, loadings, factors } = shape
  const assets = specific.length
  // factors are measured in units of √scale, as weights times deviations are
  const unit = Math.sqrt(factor)
  const diagonal = new Float64Array(size)
  specific.forEach((value, i) => (diagonal[i] = value * factor))
  diagonal.fill(1, size - factors)
  const equations = Array.from({ length: factors }, (_, k) => {
    const exposure = denseRow(loadings.subarray(k * assets, (k + 1) * assets), 0, unit)
    return row([...exposure.columns, size - factors + k], [...exposure.values, -1], 0)
  })
  return { quadratic: diagonalMatrix(diagonal), equations, used: factors }
}

/** Rows whose values have the squares factor²·a'Pa together; undefined where P is not positive semidefinite. */
export function layRoot(form: QuadraticForm, factor: number): ReadonlyArray<Row> | undefined {
  const { shape, size } = form
  if (shape._tag === "Factors") {
    const { specific, loadings } = shape
    const assets = specific.length
    const own = Array.from(specific, (value, i) => row([i], [factor * Math.sqrt(value)], 0))
    const shared = Array.from({ length: shape.factors }, (_, k) =>
      denseRow(loadings.subarray(k * assets, (k + 1) * assets), 0, factor),
    )
    return [...own, ...shared]
  }
  const matrix = form.block(Array.from({ length: size }, (_, i) => i))
  const root = cholesky(matrix, size, 1e-12 * form.scale)
  if (root === undefined) return undefined
  const column = (j: number) => Float64Array.from({ length: size }, (_, i) => root[i * size + j]!)
  return Array.from({ length: size }, (_, j) => denseRow(column(j), 0, factor))
}

/** The upper triangle, with all-zero columns for the variables beyond the assets. */
function upperTriangle(matrix: Float64Array, assets: number, size: number, factor: number): SparseMatrix {
  const starts = new Uint32Array(size + 1)
  const count = (assets * (assets + 1)) / 2
  const rows = new Uint32Array(count)
  const values = new Float64Array(count)
  let at = 0
  for (let j = 0; j < assets; j++) {
    for (let i = 0; i <= j; i++, at++) {
      rows[at] = i
      values[at] = factor * matrix[i * assets + j]!
    }
    starts[j + 1] = at
  }
  starts.fill(count, assets + 1)
  return { starts, rows, values }
}

function diagonalMatrix(diagonal: Float64Array): SparseMatrix {
  return {
    starts: Uint32Array.from({ length: diagonal.length + 1 }, (_, i) => i),
    rows: Uint32Array.from({ length: diagonal.length }, (_, i) => i),
    values: diagonal,
  }
}

export const noQuadratic = (size: number): SparseMatrix => ({
  starts: new Uint32Array(size + 1),
  rows: new Uint32Array(0),
  values: new Float64Array(0),
})
