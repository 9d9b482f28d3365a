/** A book by definition, session by session: weights, moves and fees in, what `execution/fills` hands over out. */
import fc from "fast-check"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { weekdays } from "../metrics/fixtures.ts"

export interface Session {
  /** returns to the fill and from it, an asset each */
  readonly a: ReadonlyArray<number>
  readonly b: ReadonlyArray<number>
  /** weights after the fill; undefined: nothing fills */
  readonly w: ReadonlyArray<number> | undefined
}

const interest = 1e-4
const fee = 2e-4

export function bookOf(sessions: ReadonlyArray<Session>, assets: ReadonlyArray<string>) {
  const calendar = Calendar.make(weekdays(sessions.length))
  const grids = { contribution: [], held: [], filled: [], drifted: [] } as Record<string, Array<number>>
  const columns = { gross: [], g1: [], g2: [], cash_contribution: [] } as Record<string, Array<number>>
  let held = assets.map(() => 0)
  for (const { a, b, w } of sessions) {
    const total = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value, 0)
    const cash = (1 - total(held)) * interest
    const borrow = held.map((h) => (h < 0 ? -h * fee : 0))
    const g1 = 1 + total(held.map((h, i) => h * a[i]! - borrow[i]!)) + cash
    const drifted = held.map((h, i) => (h * (1 + a[i]!)) / g1)
    const filled = w ?? drifted
    const g2 = 1 + total(filled.map((x, i) => x * b[i]!))
    grids["contribution"]!.push(...held.map((h, i) => h * a[i]! + g1 * filled[i]! * b[i]! - borrow[i]!))
    held = filled.map((x, i) => (x * (1 + b[i]!)) / g2)
    grids["held"]!.push(...held)
    grids["filled"]!.push(...filled)
    grids["drifted"]!.push(...drifted)
    for (const [name, value] of Object.entries({ gross: g1 * g2 - 1, g1, g2, cash_contribution: cash }))
      columns[name]!.push(value)
  }
  const panel = (name: string) => Panel.make(calendar, assets, Float64Array.from(grids[name]!))
  const series = Object.fromEntries(
    Object.entries(columns).map(([name, list]) => [name, Float64Array.from(list)]),
  )
  return {
    contribution: panel("contribution"),
    held: panel("held"),
    filled: panel("filled"),
    drifted: panel("drifted"),
    book: Series.make(calendar, series),
  }
}

const move = fc.double({ min: -0.05, max: 0.05, noNaN: true })
const weight = fc.double({ min: -0.8, max: 0.8, noNaN: true })
const three = <A>(values: fc.Arbitrary<A>) => fc.array(values, { minLength: 3, maxLength: 3 })

/** Sessions of three assets; one in two fills, often turning long into short. */
export const sessions = fc.array(
  fc.record({ a: three(move), b: three(move), w: fc.option(three(weight), { nil: undefined }) }),
  { minLength: 1, maxLength: 30 },
)
