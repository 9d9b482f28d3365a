/** Prices of assets that walk at random, complete on every session: closes alone, the same on every machine. */
import * as Calendar from "../src/domain/Calendar.ts"
import { nyse, sessionsBetween } from "../src/domain/ExchangeCalendar.ts"
import * as Panel from "../src/domain/Panel.ts"
import { parseIsoDate } from "../src/kernel/civilDate.ts"

/** What `data/prices` would give of these closes. */
export function pricesOf(panel: Panel.Panel): Readonly<Record<string, unknown>> {
  const ones = Panel.filled(panel.calendar, panel.assets, 1)
  const nothing = Panel.filled(panel.calendar, panel.assets, 0)
  const unknown = Panel.filled(panel.calendar, panel.assets, NaN)
  const { assets } = panel
  return {
    open: unknown,
    high: unknown,
    low: unknown,
    close: panel,
    volume: unknown,
    dividend: nothing,
    split_ratio: ones,
    adj_close: panel,
    listing_table: Object.fromEntries(
      assets.map((asset) => [asset, { first: Calendar.isoAt(panel.calendar, 0), delisted: null }]),
    ),
  }
}

/** @param count sessions of the New York calendar from 1990 on */
export function randomWalks(count: number, width: number): Panel.Panel {
  const [from, to] = [parseIsoDate("1990-01-01")!, parseIsoDate("2024-12-31")!]
  const sessions = sessionsBetween(nyse, from, to).slice(0, count)
  const values = new Float64Array(count * width)
  let state = 12345
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const step = (state / 2 ** 32 - 0.5) * 0.04 + 0.0002
    values[i] = i < width ? 100 : values[i - width]! * (1 + step)
  }
  return Panel.make(
    Calendar.make(sessions),
    Array.from({ length: width }, (_, i) => `A${i}`),
    values,
  )
}
