import { cholesky, choleskySolve } from "../cholesky.ts"
import { matrixOf, type QuadraticForm } from "./QuadraticForm.ts"

/**
 * Solves P·x = b for any b: by a Cholesky factor, of P or, where its factors leave each variable something of its own, of
 * the small matrix that the factors make.
 *
 * @returns undefined where P is not positive definite. Total: never throws.
 * Source: Golub and Van Loan, Matrix Computations (4th ed., 2013), section 2.1.4 (Sherman, Morrison and Woodbury).
 */
export function formSolver(form: QuadraticForm): ((right: Float64Array) => Float64Array) | undefined {
  const { shape, size } = form
  if (shape._tag === "Dense" || !shape.specific.every((value) => value > 0)) {
    const factor = cholesky(matrixOf(form), size)
    return factor && ((right) => choleskySolve(factor, size, right))
  }
  const { specific, loadings, factors } = shape
  const core = new Float64Array(factors * factors)
  for (let k = 0; k < factors; k++)
    for (let l = 0; l <= k; l++) {
      let sum = k === l ? 1 : 0
      for (let i = 0; i < size; i++) sum += (loadings[k * size + i]! * loadings[l * size + i]!) / specific[i]!
      core[k * factors + l] = sum
    }
  const factor = cholesky(core, factors)
  if (factor === undefined) return undefined
  return (right) => {
    const own = right.map((value, i) => value / specific[i]!)
    const pulled = new Float64Array(factors)
    for (let k = 0; k < factors; k++)
      for (let i = 0; i < size; i++) pulled[k]! += loadings[k * size + i]! * own[i]!
    const shared = choleskySolve(factor, factors, pulled)
    for (let k = 0; k < factors; k++)
      for (let i = 0; i < size; i++) own[i]! -= (shared[k]! * loadings[k * size + i]!) / specific[i]!
    return own
  }
}
