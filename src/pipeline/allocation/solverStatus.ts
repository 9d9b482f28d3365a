/** How a decision of an allocator that optimises ended, as numbers: they stand in a series. */
import type { Status } from "./optimise/Attempt.ts"

/** In the order of their codes, which are stored: new ones go to the end. */
export const allocatorStatuses = [
  "Solved",
  "AlmostSolved",
  "PrimalInfeasible",
  "DualInfeasible",
  "AlmostPrimalInfeasible",
  "AlmostDualInfeasible",
  "MaxIterations",
  "MaxTime",
  "NumericalError",
  "InsufficientProgress",
  "CallbackTerminated",
  "Unsolved",
  "Rejected",
  "Trapped",
  "NotPositiveSemidefinite",
  "NoPositiveMean",
  "OutsideConstraints",
] as const satisfies ReadonlyArray<Status>

export const codeOf = (status: Status): number => allocatorStatuses.indexOf(status)

/** What took the place of weights that there are not. */
export const fallbacks = ["none", "inverse_vol", "equal_weight"] as const

export type Fallback = (typeof fallbacks)[number]
