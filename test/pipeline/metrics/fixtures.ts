/** Values on the wire as a study would hand them to metrics, made from plain returns. */
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { weekdayOf } from "../../../src/kernel/civilDate.ts"

/** The first `count` weekdays from an epoch day on (2020-01-01 unless told). */
export function weekdays(count: number, from = 18262): Int32Array {
  const out = new Int32Array(count)
  for (let day = from, row = 0; row < count; day++) if (weekdayOf(day) < 5) out[row++] = day
  return out
}

export interface Study {
  readonly net: Series.Series
  readonly book: Series.Series
  readonly window: Window.Window
  readonly leverage: undefined
}

/** A study whose row 0 is the equity base and whose rows from 1 on have these returns. */
export function studyOf(
  netReturns: ReadonlyArray<number>,
  options: { readonly sessions?: Int32Array; readonly grossReturns?: ReadonlyArray<number> } = {},
): Study {
  const sessions = options.sessions ?? weekdays(netReturns.length + 1)
  const calendar = Calendar.make(sessions)
  const column = (values: ReadonlyArray<number>) => Float64Array.of(0, ...values)
  const net = column(netReturns)
  const gross = column(options.grossReturns ?? netReturns)
  const zero = new Float64Array(sessions.length)
  const cost = gross.map((value, t) => value - net[t]!)
  const ones = new Float64Array(sessions.length).fill(1)
  return {
    net: Series.make(calendar, { gross, net, spread: cost, slippage: zero, impact: zero, cost }),
    book: Series.make(calendar, {
      gross,
      gross_exposure: ones,
      net_exposure: ones,
      decision: new Float64Array(sessions.length).fill(NaN),
      fill_event: zero,
      target_turnover: zero,
      traded_turnover: zero,
    }),
    window: Window.ofRows(calendar, 1, sessions.length - 1, "no sessions"),
    leverage: undefined,
  }
}

export const context = { skip: 0, state: undefined, seed: 0 }

/** Runs a definition's `run` as the engine would. The caller names what it returns. */
export const runNode = <A>(
  definition: { readonly spec: { readonly run: (i: never, c: unknown, x: typeof context) => unknown } },
  inputs: unknown,
  config: unknown = {},
): A => definition.spec.run(inputs as never, config, context) as A

export const noRates = { risk_free: 0, mar: 0, periods_per_year: 252 }
