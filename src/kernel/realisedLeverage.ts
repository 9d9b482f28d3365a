import { type LeverageRule, leverage } from "./leverage.ts"
import { windowDeviation } from "./windowDeviation.ts"

export interface BookRows {
  /** shape (T), gross return per session, decimal */
  readonly gross: Float64Array
  /** shape (T), 1 where an order other than 0 filled */
  readonly filled: Float64Array
  /** leading rows that are lookback only */
  readonly skip: number
  /** sessions since the first fill, at the row before `skip`; NaN: none yet */
  readonly sinceFill: number
}

export interface Estimate {
  /** returns, ≥ 2 */
  readonly window: number
  /** rows from the last return to the row of the estimate, ≥ 0 */
  readonly behind: number
  readonly periodsPerYear: number
}

export interface Realised {
  /** shape (T), factor */
  readonly leverage: Float64Array
  /** shape (T), annualised; NaN while there are too few returns since the first fill */
  readonly volatility: Float64Array
  /** shape (T), sessions since the first fill; NaN before it */
  readonly sinceFill: Float64Array
}

/**
 * Leverage at each session from the realised volatility of a book, whose returns count from the session after its
 * first fill.
 *
 * Rows before `skip` are left NaN. Total: never throws.
 */
export function realisedLeverage(book: BookRows, estimate: Estimate, rule: LeverageRule): Realised {
  const rows = book.gross.length
  const volatility = new Float64Array(rows).fill(NaN)
  const levers = new Float64Array(rows).fill(NaN)
  const sinceFill = countSince(book)
  const perYear = Math.sqrt(estimate.periodsPerYear)
  for (let t = book.skip; t < rows; t++) {
    if (sinceFill[t]! - estimate.behind >= estimate.window) {
      windowDeviation(book.gross, 1, t - estimate.behind + 1, estimate.window, volatility, t)
      volatility[t]! *= perYear
    }
    levers[t] = leverage(volatility[t]!, rule)
  }
  return { leverage: levers, volatility, sinceFill }
}

function countSince({ filled, skip, sinceFill }: BookRows): Float64Array {
  const since = new Float64Array(filled.length).fill(NaN)
  let now = sinceFill
  for (let t = skip; t < filled.length; t++) {
    now = Number.isNaN(now) ? (filled[t] === 1 ? 0 : NaN) : now + 1
    since[t] = now
  }
  return since
}
