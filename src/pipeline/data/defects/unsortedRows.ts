import { countedNoun } from "../../../kernel/countedNoun.ts"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { actions, type Dealing } from "./dealWith.ts"
import { policyFor } from "./policies.ts"
import { rowKinds } from "./rowKinds.ts"

/** One a asset whose rows came out of order; newest first counts too. Series sort them. */
export function noteUnsortedRows({ rows, policies, noted }: Dealing, taken: Uint8Array): void {
  const last = new Float64Array(rows.tickers.length).fill(-Infinity)
  const found = new Map<number, { at: number; count: number }>()
  for (let at = 0; at < taken.length; at++) {
    if (taken[at] === 0) continue
    const ticker = rows.ticker[at]!
    const session = rows.session[at]!
    if (session < last[ticker]!) {
      const known = found.get(ticker)
      if (known === undefined) found.set(ticker, { at, count: 1 })
      else known.count++
    }
    last[ticker] = session
  }
  const action = actions[policyFor(policies, rowKinds.unsorted_rows)]
  for (const [ticker, { at, count }] of found) {
    noted.push({
      kind: "unsorted_rows",
      asset: rows.tickers[ticker]!,
      date: formatIsoDate(rows.session[at]!),
      detail: `${countedNoun(count, "row")} earlier than the row before, first row ${rows.row[at]}`,
      action,
      row: rows.row[at]!,
      file: rows.files[rows.file[at]!]!,
      size: count,
      count,
    })
  }
}
