import { columns, type Bars } from "../../../../src/pipeline/data/Bars.ts"
import { formatIsoDate } from "../../../../src/kernel/civilDate.ts"
import type { DemoTruth } from "../../../../src/pipeline/data/demo/DemoMarket.ts"

const decimalsOf: Readonly<Partial<Record<keyof typeof columns, number>>> = {
  volume: 0,
  split_ratio: 0,
  adj_close: 6,
}
const names = Object.keys(columns) as ReadonlyArray<keyof typeof columns>

/** All columns of all bars as text: one line a bar, fixed decimals, the same on every machine. */
export function canonicalText(bars: Bars): string {
  const numbers = names.map((name) => [bars[columns[name]], decimalsOf[name] ?? 4] as const)
  const lines = Array.from(bars.session, (session, row) =>
    [
      formatIsoDate(session),
      bars.tickers[bars.ticker[row]!]!,
      ...numbers.map(([column, digits]) => column[row]!.toFixed(digits)),
    ].join(),
  )
  return `date,ticker,${names.join()}\n${lines.join("\n")}\n`
}

export function canonicalTruth({
  session,
  regime,
  tickers,
  volatilityPerDay,
  driftPerDay,
}: DemoTruth): string {
  const lines = Array.from(session, (day, row) => {
    const cells = tickers.flatMap((_, i) =>
      [volatilityPerDay, driftPerDay].map((m) => m[row * tickers.length + i]!),
    )
    return [
      formatIsoDate(day),
      regime[row],
      ...cells.map((x) => (Number.isNaN(x) ? "" : x.toFixed(10))),
    ].join()
  })
  return `${tickers.join()}\n${lines.join("\n")}\n`
}
