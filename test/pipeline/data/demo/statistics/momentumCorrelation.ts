import { isLastSessionOfMonth, nyse } from "../../../../../src/domain/ExchangeCalendar.ts"
import { correlation } from "./correlation.ts"

/**
 * Momentum 12-1 against the next month, pooled over assets and month ends: correlation of P(m−1)/P(m−12) − 1 with
 * P(m+1)/P(m) − 1.
 */
export function momentumCorrelation(sessions: Int32Array, levels: ReadonlyArray<Float64Array>): number {
  const ends = Array.from(sessions.keys()).filter((row) => isLastSessionOfMonth(nyse, sessions[row]!))
  const past: Array<number> = []
  const next: Array<number> = []
  for (const level of levels) {
    const at = (month: number): number => level[ends[month]!]!
    for (let month = 12; month + 1 < ends.length; month++) {
      past.push(at(month - 1) / at(month - 12) - 1)
      next.push(at(month + 1) / at(month) - 1)
    }
  }
  return correlation(past, next)
}
