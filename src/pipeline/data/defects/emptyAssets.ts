import { actions, type Dealing } from "./dealWith.ts"
import { policyFor } from "./policies.ts"
import { rowKinds } from "./rowKinds.ts"
import type { Series } from "./Series.ts"

/** Assets of which nothing is left: a column of blanks must not vanish without a word. */
export function emptyAssets(
  wanted: ReadonlyArray<string>,
  left: ReadonlyArray<Series>,
  { rows, policies, noted }: Dealing,
): void {
  const present = new Set(left.map(({ asset }) => asset))
  const joined = new Set(
    noted.filter(({ kind }) => kind === "ticker_case").map(({ asset }) => asset.toUpperCase()),
  )
  const action = actions[policyFor(policies, rowKinds.no_prices)]
  for (const asset of wanted) {
    if (present.has(asset) || joined.has(asset.toUpperCase())) continue
    noted.push({
      kind: "no_prices",
      asset,
      date: "",
      detail: "no price in the dates asked for: it is not in the snapshot",
      action,
      row: 0,
      file: rows.files[0]!,
      size: undefined,
      count: 1,
    })
  }
}
