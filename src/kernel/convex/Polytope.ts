/** What weights may be: a box, and sums of them within bounds. */
export interface Polytope {
  /** shape (n) */
  readonly lower: Float64Array
  /** shape (n), ≥ lower */
  readonly upper: Float64Array
  readonly rows: ReadonlyArray<LinearRow>
  /** what may be traded to get there; absent: anything */
  readonly trades?: Trades
}

/** Σ|f_i·a_i − h_i| ≤ limit, and what a unit of it costs the objective. */
export interface Trades {
  /** f, shape (n): the position that a unit of weight makes */
  readonly factors: Float64Array
  /** h, shape (n): positions held */
  readonly held: Float64Array
  readonly limit: number
  /** ≥ 0 */
  readonly penalty: number
}

export function turnover({ factors, held }: Trades, x: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += Math.abs(factors[i]! * x[i]! - held[i]!)
  return sum
}

/** lower ≤ Σ c_i·a_i ≤ upper; an equation where both are equal, one-sided where one is infinite. */
export interface LinearRow {
  readonly name: string
  /** shape (n) */
  readonly coefficients: Float64Array
  readonly lower: number
  readonly upper: number
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!
  return sum
}

/** How far a point lies outside, in the unit of weights; NaN for a point that is not finite. */
export function violation({ lower, upper, rows, trades }: Polytope, x: Float64Array): number {
  let worst = 0
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]!)) return NaN
    worst = Math.max(worst, lower[i]! - x[i]!, x[i]! - upper[i]!)
  }
  for (const row of rows) {
    const value = dot(row.coefficients, x)
    worst = Math.max(worst, row.lower - value, value - row.upper)
  }
  return trades === undefined ? worst : Math.max(worst, turnover(trades, x) - trades.limit)
}
