/** The solver of convex programs that allocators share; tests put another in its place. */
import * as Context from "effect/Context"
import { cholesky } from "../../kernel/cholesky.ts"
import {
  type ConicProblem,
  type ConicSolution,
  type Settings,
  solveConic,
  type SparseMatrix,
  type Status,
} from "../../../vendor/clarabel-wasm/clarabel.ts"

export type SolverStatus = Status | "NotPositiveSemidefinite"

export interface Solution extends Omit<ConicSolution, "status"> {
  readonly status: SolverStatus
}

export interface Solver {
  /** Total: whatever goes wrong is a status. Limits are iterations, so that a slow machine gives the same answer. */
  readonly solve: (problem: ConicProblem, settings?: Settings) => Solution
}

const usual: Settings = { maxIterations: 200, tolerance: 1e-9 }

/** Eigenvalues down to −1e-9 times the largest entry of the diagonal are rounding of 0. */
const ridge = 1e-9

/**
 * Clarabel, loaded when first used. An indefinite P, which Clarabel would take for a convex one and call `Solved`, is
 * refused before the call.
 */
const clarabel: Solver = {
  solve: (problem, settings = usual) =>
    isPositiveSemidefinite(problem.quadratic)
      ? solveConic(problem, settings)
      : {
          status: "NotPositiveSemidefinite",
          iterations: 0,
          x: new Float64Array(problem.linear.length).fill(NaN),
          z: new Float64Array(problem.bounds.length).fill(NaN),
        },
}

/** A reference has a value of its own, so a node that uses it needs nothing from whoever runs it. */
export const ConvexSolver = Context.Reference<Solver>("sage/pipeline/allocation/ConvexSolver", {
  defaultValue: () => clarabel,
})

/** Whether P + ridge·I has a Cholesky factor; only the rows with entries off the diagonal take one. */
function isPositiveSemidefinite({ starts, rows, values }: SparseMatrix): boolean {
  const size = starts.length - 1
  const diagonal = new Float64Array(size)
  const coupled = new Set<number>()
  for (let j = 0; j < size; j++) {
    for (let k = starts[j]!; k < starts[j + 1]!; k++) {
      if (rows[k] === j) diagonal[j] = values[k]!
      else if (values[k] !== 0) coupled.add(j).add(rows[k]!)
    }
  }
  const largest = diagonal.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!diagonal.every((value) => value >= -ridge * largest)) return false
  const members = [...coupled].sort((a, b) => a - b)
  const place = new Map(members.map((member, at) => [member, at]))
  const matrix = new Float64Array(members.length * members.length)
  for (const j of members)
    for (let k = starts[j]!; k < starts[j + 1]!; k++) {
      const i = place.get(rows[k]!)
      if (i !== undefined) matrix[place.get(j)! * members.length + i] = values[k]!
    }
  return cholesky(matrix, members.length, ridge * largest) !== undefined
}
