/** Which sessions an estimate of a decision may rest on. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Reach } from "../../dag/Reach.ts"
import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import type * as Panel from "../../domain/Panel.ts"

/** A deviation of returns below this is a price that does not move: no estimate. Decimal per session. */
export const still = 1e-8

export const update = Schema.Literals(["rebalance", "weekly", "monthly"])
  .annotate({
    description:
      "rebalance: anew at each decision; weekly, monthly: on returns up to the end of the week or month before",
  })
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed("rebalance" as const)))

export const lag = Schema.Literals([0, 1])
  .annotate({
    description: "sessions left out before the decision: 1 when its own close is not known or traded at",
  })
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0 as const)))

export interface WindowConfig {
  readonly window: number
  readonly lag: 0 | 1
  readonly update: "rebalance" | "weekly" | "monthly"
}

const periods = { weekly: "week", monthly: "month" } as const

/** Rows from a decision back to the last one before its period, at most: a week and a month of a market open every day. */
const longest = { weekly: 7, monthly: 31 } as const

/** Row after the last of the window of a decision at row t; NaN where the rows at hand do not reach back that far. */
export function windowEnd(sessions: Int32Array, t: number, { lag, update }: WindowConfig): number {
  if (update === "rebalance") return t - lag + 1
  const period = (row: number): number => ExchangeCalendar.periodOf(sessions[row]!, periods[update])
  let row = t
  while (row >= 0 && t - row <= longest[update] && period(row) === period(t)) row--
  return row >= 0 && period(row) !== period(t) ? row + 1 : NaN
}

export function windowReach({ window, lag, update }: WindowConfig): Reach {
  const [behind, ahead] = update === "rebalance" ? [lag, -lag] : [longest[update], -1]
  return { kind: "past", back: window - 1 + behind, ahead }
}

/** Sample deviation of the returns in rows [first, end) of an asset; NaN where one is not known. */
export function deviationIn({ values, assets }: Panel.Panel, i: number, first: number, end: number): number {
  const width = assets.length
  const origin = values[first * width + i]!
  let sum = 0
  let squares = 0
  for (let row = first; row < end; row++) {
    const gap = values[row * width + i]! - origin
    sum += gap
    squares += gap * gap
  }
  const count = end - first
  return Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1))
}

/** Returns in rows [first, end) of some columns: shape (rows × columns), row-major. */
export function windowOf(
  { values, assets }: Panel.Panel,
  columns: ReadonlyArray<number>,
  first: number,
  end: number,
): Float64Array {
  const width = assets.length
  const out = new Float64Array(columns.length === 0 ? 0 : (end - first) * columns.length)
  for (let row = first, at = 0; row < end; row++)
    for (const i of columns) out[at++] = values[row * width + i]!
  return out
}
