/** The Sharpe ratio of each value beside that of the base, as a table and a sentence. */
import type { Stability, StabilityRow } from "../stability.ts"
import { table } from "./table.ts"

export function stabilityText({ path, base, rows }: Stability): string {
  const lines = rows.map(({ value, sharpe, change, kept }) => [
    value === base ? `${value} (base)` : String(value),
    number(sharpe, 3),
    change === null ? "—" : `${change < 0 ? "" : "+"}${number(change, 3)}`,
    kept === null ? "—" : `${(100 * kept).toFixed(1)} %`,
  ])
  return [
    table([[path, "sharpe", "change", "kept"], ...lines], ["right", "right", "right", "right"]),
    sentence(path, rows),
  ].join("\n")
}

function sentence(path: string, rows: ReadonlyArray<StabilityRow>): string {
  const defined = rows.filter((row): row is StabilityRow & { sharpe: number } => row.sharpe !== null)
  if (defined.length < 2) return "There are not two Sharpe ratios to compare."
  const worst = defined.reduce((least, row) => (row.sharpe < least.sharpe ? row : least))
  const best = defined.reduce((most, row) => (row.sharpe > most.sharpe ? row : most))
  const { kept } = worst
  const share = kept === null ? "" : `, ${(100 * kept).toFixed(0)} % of the base's`
  return `The Sharpe ratio lies between ${number(worst.sharpe, 3)} (${path} ${worst.value}${share}) and ${number(best.sharpe, 3)} (${path} ${best.value}).`
}

const number = (value: number | null, digits: number): string =>
  value === null ? "—" : value.toFixed(digits)
