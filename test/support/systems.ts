/** Systems to compare, made of plain numbers. */
import type { SystemReturns } from "../../src/experiment/compare/Comparison.ts"
import { formatIsoDate } from "../../src/kernel/civilDate.ts"

/** Monday, 2020-01-06. */
const firstDay = 18_267

/** Consecutive days from `firstDay` on; figures begin at row `from`. Gross is a basis point a session above net. */
export function systemOf(name: string, net: ReadonlyArray<number>, from = 0): SystemReturns {
  const days = Int32Array.from(net, (_, i) => firstDay + i)
  return {
    name,
    runId: `run of ${name}`,
    experiment: `experiments/${name}.ts`,
    overrides: {},
    first: formatIsoDate(days[from]!),
    last: formatIsoDate(days.at(-1)!),
    periodsPerYear: 252,
    riskFree: 0,
    mar: 0,
    days,
    net: Float64Array.from(net),
    gross: Float64Array.from(net, (value) => value + 1e-4),
  }
}
