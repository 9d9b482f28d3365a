import type { LeastSquares } from "./leastSquares.ts"

/**
 * Standard errors of least squares that allow for errors of changing variance which depend on each other over up to `lags` rows:
 * (X'X)⁻¹·S·(X'X)⁻¹ with S = Σ_l w_l·Σ_t (x_t e_t)(x_{t−l} e_{t−l})' over −lags … lags and Bartlett weights w_l = 1 − |l| / (lags + 1).
 *
 * @param columns the regressors of the fit
 * @param lags ≥ 0; 0 is White's estimator
 * @param correction whether S is multiplied by n / (n − k)
 * @returns shape (k). Total: never throws.
 * Source: W. Newey, K. West (1987), A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
 * matrix, Econometrica 55(3).
 */
export function neweyWestErrors(
  columns: ReadonlyArray<Float64Array>,
  { inverse, residuals }: Pick<LeastSquares, "inverse" | "residuals">,
  lags: number,
  correction = false,
): Float64Array {
  const [rows, size] = [residuals.length, columns.length]
  const scores = columns.map((column) => column.map((value, t) => value * residuals[t]!))
  const middle = new Float64Array(size * size)
  for (let lag = 0; lag <= lags && lag < rows; lag++) {
    const weight = 1 - lag / (lags + 1)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const product = lagged(scores[i]!, scores[j]!, lag)
        middle[i * size + j]! += weight * product
        if (lag > 0) middle[j * size + i]! += weight * product
      }
    }
  }
  const factor = correction ? rows / (rows - size) : 1
  return Float64Array.from({ length: size }, (_, i) => {
    let variance = 0
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++)
        variance += inverse[i * size + a]! * middle[a * size + b]! * inverse[b * size + i]!
    return Math.sqrt(factor * variance)
  })
}

/** Σ x_t · y_{t−lag} */
function lagged(x: Float64Array, y: Float64Array, lag: number): number {
  let sum = 0
  for (let t = lag; t < x.length; t++) sum += x[t]! * y[t - lag]!
  return sum
}
