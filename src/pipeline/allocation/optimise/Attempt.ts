/** What came of asking for optimal weights. */
import type { SolverStatus } from "../ConvexSolver.ts"

export type Status =
  | SolverStatus
  /** maximum Sharpe: no admitted portfolio has a positive expected return */
  | "NoPositiveMean"
  /** an answer that breaks a constraint by more than 1e-6, or is not finite */
  | "OutsideConstraints"

export interface Solved {
  readonly _tag: "Solved"
  readonly status: SolverStatus
  readonly iterations: number
  /** shape (n) */
  readonly weights: Float64Array
  /** whether the active-set step ended: weights are exact to rounding, else to the solver's tolerance */
  readonly exact: boolean
  /** shape (n): gain of the objective from a unit less of the bound; > 0 lower, < 0 upper bound binds; NaN not known */
  readonly boundDuals: Float64Array
  /** the same for each row of the constraints */
  readonly rowDuals: Float64Array
  /** the same for the limit of trades, where there is one that binds */
  readonly turnoverDual?: number
}

export interface Failed {
  readonly _tag: "Failed"
  readonly status: Status
  readonly iterations: number
  readonly reason: string
}

export type Attempt = Solved | Failed

export const failed = (status: Status, reason: string, iterations = 0): Failed => ({
  _tag: "Failed",
  status,
  iterations,
  reason,
})

/** Said of the solver's own statuses. */
export function reasonOf(status: Status): string {
  switch (status) {
    case "PrimalInfeasible":
    case "AlmostPrimalInfeasible":
      return "no weights keep all constraints"
    case "NotPositiveSemidefinite":
      return "the covariance is not positive semidefinite"
    case "Rejected":
      return "an estimate is not finite"
    case "MaxIterations":
      return "the solver reached its limit of iterations"
    default:
      return `the solver ended with ${status}`
  }
}
