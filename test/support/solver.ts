/** The solver that nodes use when nobody puts another in its place. */
import * as Effect from "effect/Effect"
import { ConvexSolver, type Solver } from "../../src/pipeline/allocation/ConvexSolver.ts"

export const solver: Solver = Effect.runSync(Effect.map(ConvexSolver, (one) => one))
