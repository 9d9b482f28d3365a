import type { TiltedProgram } from "./activeSetStep.ts"
import type { LinearRow, Polytope, Trades } from "./Polytope.ts"
import { paddedForm } from "./QuadraticForm.ts"

/** Name of the row that bounds the sum of trades. */
export const turnoverName = "turnover"

/**
 * A set with trades as one without: each asset gets two more variables, what is bought and what is sold, ≥ 0, with
 * f_i·a_i − bought_i + sold_i = h_i; their sum is bounded.
 *
 * @returns over 3n variables; its first rows are those of the set, its last the turnover where that has a limit
 */
export function liftedSet({ lower, upper, rows }: Polytope, { factors, held, limit }: Trades): Polytope {
  const n = lower.length
  const wide = (fill: (row: Float64Array) => void): Float64Array => {
    const row = new Float64Array(3 * n)
    fill(row)
    return row
  }
  const balance = Array.from({ length: n }, (_, i): LinearRow => {
    const coefficients = wide((row) => {
      row[i] = factors[i]!
      row[n + i] = -1
      row[2 * n + i] = 1
    })
    return { name: "trade", coefficients, lower: held[i]!, upper: held[i]! }
  })
  const bounded: LinearRow = {
    name: turnoverName,
    coefficients: wide((row) => row.fill(1, n)),
    lower: -Infinity,
    upper: limit,
  }
  return {
    lower: wide((row) => row.set(lower)),
    upper: wide((row) => row.fill(Infinity).set(upper)),
    rows: [
      ...rows.map((row) => ({ ...row, coefficients: wide((out) => out.set(row.coefficients)) })),
      ...balance,
      ...(limit < Infinity ? [bounded] : []),
    ],
  }
}

/** A program over a set with trades as one over 3n variables. */
export function liftedProgram(program: TiltedProgram, trades: Trades): TiltedProgram {
  const { form, gain, tilt, set } = program
  const n = form.size
  const wide = new Float64Array(3 * n)
  wide.set(gain)
  const cost = new Float64Array(3 * n).fill(trades.penalty, n)
  if (program.cost !== undefined) cost.set(program.cost)
  return { form: paddedForm(form, 3 * n), gain: wide, cost, tilt, set: liftedSet(set, trades) }
}
