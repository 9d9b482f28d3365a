import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { ImportRows } from "../import/ImportRows.ts"
import { actions, type Dealing } from "./dealWith.ts"
import { policyFor } from "./policies.ts"
import { rowKinds } from "./rowKinds.ts"
import { counted } from "./runs.ts"

/**
 * Joins a name to the one that differs in its letters' case alone and has more rows, where no date has rows of both. Rows
 * that are dropped lose their mark in `taken`.
 */
export function joinTickerCases({ rows, policies, noted }: Dealing, taken: Uint8Array): ImportRows {
  const count = new Int32Array(rows.tickers.length)
  for (let at = 0; at < taken.length; at++) if (taken[at] === 1) count[rows.ticker[at]!]!++
  const ticker = rows.ticker.slice()
  for (const [rare, name] of rows.tickers.entries()) {
    const usual = rows.tickers.findIndex(
      (other, i) => i !== rare && other.toUpperCase() === name.toUpperCase() && count[i]! > count[rare]!,
    )
    if (usual < 0 || count[rare] === 0) continue
    const own = placesOf(rows, rare, taken)
    const days = new Set(placesOf(rows, usual, taken).map((at) => rows.session[at]!))
    if (own.some((at) => days.has(rows.session[at]!))) continue // two assets
    const policy = policyFor(policies, rowKinds.ticker_case)
    for (const at of own) {
      if (policy === "repair") ticker[at] = usual
      if (policy === "drop" || policy === "refuse") taken[at] = 0
    }
    const [first] = own
    noted.push({
      kind: "ticker_case",
      asset: rows.tickers[usual]!,
      date: formatIsoDate(rows.session[first!]!),
      detail: `${counted(own.length, "row")} under the name ${name}`,
      action: actions[policy],
      row: rows.row[first!]!,
      file: rows.files[rows.file[first!]!]!,
      size: own.length,
      count: own.length,
    })
  }
  return { ...rows, ticker }
}

function placesOf({ ticker }: ImportRows, wanted: number, taken: Uint8Array): ReadonlyArray<number> {
  const places: Array<number> = []
  for (let at = 0; at < ticker.length; at++) if (taken[at] === 1 && ticker[at] === wanted) places.push(at)
  return places
}
