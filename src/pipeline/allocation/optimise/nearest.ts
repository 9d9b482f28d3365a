import type { Polytope } from "../../../kernel/convex/Polytope.ts"
import { diagonalForm } from "../../../kernel/convex/QuadraticForm.ts"
import type { Solver } from "../ConvexSolver.ts"
import type { Attempt } from "./Attempt.ts"
import { optimise } from "./optimise.ts"

/** The admitted weights nearest to given ones: smallest Σ (a_i − w_i)². */
export function nearest(weights: Float64Array, set: Polytope, solver: Solver): Attempt {
  const program = {
    form: diagonalForm(new Float64Array(weights.length).fill(1)),
    gain: weights,
    tilt: { _tag: "Fixed", value: 1 },
    set,
  } as const
  return optimise(program, solver)
}
