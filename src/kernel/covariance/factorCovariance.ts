import { leadingEigenpairs } from "../leadingEigenpairs.ts"
import { centredReturns } from "./centredReturns.ts"
import { crossProducts } from "./crossProducts.ts"
import { rowProducts } from "./rowProducts.ts"

/** Σ = diag(specific) + loadings'·loadings. */
export interface FactorCovariance {
  /** shape (k × n), row-major: deviation of each asset's return that moves with a factor of unit variance */
  readonly loadings: Float64Array
  /** shape (n), variance of what the factors leave, ≥ 0 */
  readonly specific: Float64Array
}

/** A share of variance below this that the factors leave is rounding of 0. */
const rounding = 1e-12

/**
 * Covariance by a statistical factor model: the first principal components of the correlations are what assets have in
 * common, and what those leave of each asset's variance is its own. Variances are those of the sample (divisor T − 1).
 *
 * Components of correlations, not of covariances: else an asset that moves much would be a factor by itself, and the
 * bonds beside it would seem unrelated. With as many factors as min(n, T − 1) it is the sample covariance.
 *
 * @param returns shape (T × n), row-major, simple returns per session, T ≥ 2
 * @param factors k, at least 1; no more are given than assets or T − 1
 *
 * Where the last of the components is as large as the next, which of them is taken is a matter of rounding. An asset
 * that stands still has no loadings. NaN: everything, when any return is missing. Total: never throws.
 * Source: Connor and Korajczyk, "Risk and return in an equilibrium APT", Journal of Financial Economics 21 (1988), section 3;
 * the covariance: Fan, Liao and Mincheva, "Large covariance estimation by thresholding principal orthogonal complements",
 * Journal of the Royal Statistical Society B 75 (2013), with everything beside the diagonal thresholded.
 */
export function factorCovariance(returns: Float64Array, assets: number, factors: number): FactorCovariance {
  const rows = assets === 0 ? 0 : returns.length / assets
  const centred = centredReturns(returns, assets)
  const deviations = deviationsOf(centred, assets, rows)
  const standard = standardised(centred, deviations)
  const count = Math.max(0, Math.min(factors, assets, rows - 1))
  const loadings = componentsOf(standard, assets, rows, count)
  const specific = deviations.map((deviation, i) => {
    let left = 1
    for (let k = 0; k < count; k++) left -= loadings[k * assets + i]! * loadings[k * assets + i]!
    return left < rounding ? 0 : left * deviation * deviation
  })
  return { loadings: loadings.map((value, at) => value * deviations[at % assets]!), specific }
}

function deviationsOf(centred: Float64Array, assets: number, rows: number): Float64Array {
  const squares = new Float64Array(assets)
  for (let at = 0; at < centred.length; )
    for (let i = 0; i < assets; i++, at++) squares[i]! += centred[at]! * centred[at]!
  return squares.map((sum) => Math.sqrt(sum / (rows - 1)))
}

function standardised(centred: Float64Array, deviations: Float64Array): Float64Array {
  const out = new Float64Array(centred.length)
  const units = deviations.map((deviation) => (deviation === 0 ? 0 : 1 / deviation))
  for (let at = 0; at < out.length; )
    for (let i = 0; i < units.length; i++, at++) out[at] = centred[at]! * units[i]!
  return out
}

/** Loadings of standardised returns, shape (count × n): from the smaller of Z'Z and ZZ', which have the same components. */
function componentsOf(standard: Float64Array, assets: number, rows: number, count: number): Float64Array {
  const out = new Float64Array(count * assets)
  const divisor = rows - 1
  if (assets <= rows) {
    const { values, vectors } = leadingEigenpairs(
      crossProducts(standard, standard, assets).map((sum) => sum / divisor),
      assets,
      count,
    )
    return out.map((_, at) => Math.sqrt(Math.max(0, values[Math.floor(at / assets)]!)) * vectors[at]!)
  }
  const { vectors } = leadingEigenpairs(rowProducts(standard, assets), rows, count)
  const unit = 1 / Math.sqrt(divisor)
  for (let k = 0; k < count; k++)
    for (let t = 0; t < rows; t++) {
      const share = unit * vectors[k * rows + t]!
      for (let i = 0; i < assets; i++) out[k * assets + i]! += share * standard[t * assets + i]!
    }
  return out
}
