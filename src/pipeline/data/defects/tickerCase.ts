import { countedNoun } from "../../../kernel/countedNoun.ts"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { ImportRows } from "../import/ImportRows.ts"
import { actions, type Dealing } from "./dealWith.ts"
import { policyFor } from "./policies.ts"
import { rowKinds } from "./rowKinds.ts"

/**
 * Joins a name to the one that differs in its letters' case alone and has more rows, where no date has rows of both. Rows
 * that are dropped lose their mark in `taken`.
 */
export function joinTickerCases({ rows, policies, noted }: Dealing, taken: Uint8Array): ImportRows {
  const spelt = spellings(rows.tickers)
  if (spelt.size === 0) return rows
  const places = placesOf(rows, new Set([...spelt.values()].flat()), taken)
  const policy = policyFor(policies, rowKinds.ticker_case)
  const ticker = rows.ticker.slice()
  for (const [rare, name] of rows.tickers.entries()) {
    const own = places.get(rare) ?? []
    const usual = spelt
      .get(name.toUpperCase())
      ?.find((other) => (places.get(other)?.length ?? 0) > own.length)
    if (usual === undefined || own.length === 0) continue
    const days = new Set(places.get(usual)!.map((at) => rows.session[at]!))
    if (own.some((at) => days.has(rows.session[at]!))) continue // two assets
    for (const at of own) {
      if (policy === "repair") ticker[at] = usual
      if (policy === "drop" || policy === "refuse") taken[at] = 0
    }
    const [first] = own
    noted.push({
      kind: "ticker_case",
      asset: rows.tickers[usual]!,
      date: formatIsoDate(rows.session[first!]!),
      detail: `${countedNoun(own.length, "row")} under the name ${name}`,
      action: actions[policy],
      row: rows.row[first!]!,
      file: rows.files[rows.file[first!]!]!,
      size: own.length,
      count: own.length,
    })
  }
  return { ...rows, ticker }
}

/** Names that differ in their letters' case alone, by the name in capitals; none that stand alone. */
function spellings(tickers: ReadonlyArray<string>): ReadonlyMap<string, ReadonlyArray<number>> {
  const byCapitals = Map.groupBy(tickers.keys(), (i) => tickers[i]!.toUpperCase())
  return new Map([...byCapitals].filter(([, names]) => names.length > 1))
}

/** The rows of these names that are taken, in one walk. */
function placesOf(
  { ticker }: ImportRows,
  wanted: ReadonlySet<number>,
  taken: Uint8Array,
): ReadonlyMap<number, ReadonlyArray<number>> {
  const places = new Map<number, Array<number>>([...wanted].map((name) => [name, []]))
  for (let at = 0; at < ticker.length; at++) if (taken[at] === 1) places.get(ticker[at]!)?.push(at)
  return places
}
