/** Rows that only one of two snapshots has, by asset. */
import { type JoinedRows, joinRows } from "../../../kernel/joinRows.ts"
import type { Bars } from "../Bars.ts"

type Keys = Pick<Bars, "tickers" | "ticker" | "session">

export interface AssetRows {
  /** epoch days of rows of the newer snapshot alone, later than the older one's last session */
  readonly appended: Array<number>
  readonly inserted: Array<number>
  readonly removed: Array<number>
  /** first appended session with a dividend or split */
  event: number | undefined
}

/**
 * @param end last session of the older snapshot, an epoch day
 * @param wanted assets that both snapshots have; others are not told row by row
 */
export function rowChanges(
  before: Keys,
  after: Pick<Bars, keyof Keys | "dividend" | "splitRatio">,
  end: number,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, AssetRows> {
  const found = new Map<string, AssetRows>()
  const of = (ticker: string): AssetRows => {
    const known = found.get(ticker)
    if (known !== undefined) return known
    const fresh = { appended: [], inserted: [], removed: [], event: undefined }
    found.set(ticker, fresh)
    return fresh
  }
  const { onlyLeft, onlyRight } = joinBars(before, after)
  for (const row of onlyLeft) {
    const ticker = before.tickers[before.ticker[row]!]!
    if (wanted.has(ticker)) of(ticker).removed.push(before.session[row]!)
  }
  for (const row of onlyRight) {
    const ticker = after.tickers[after.ticker[row]!]!
    if (!wanted.has(ticker)) continue
    const session = after.session[row]!
    const rows = of(ticker)
    if (session <= end) {
      rows.inserted.push(session)
      continue
    }
    rows.appended.push(session)
    if (after.dividend[row] !== 0 || after.splitRatio[row] !== 1) rows.event ??= session
  }
  return found
}

/** Joined by the names of assets, whatever their numbers are on either side. */
export function joinBars(before: Keys, after: Keys): JoinedRows {
  const names = [...new Set([...before.tickers, ...after.tickers])].sort()
  const position = new Map(names.map((name, i) => [name, i]))
  // names are sorted on both sides, so the order of rows stays
  const numbered = ({ tickers, ticker, session }: Keys) => {
    const numbers = tickers.map((name) => position.get(name)!)
    return { session, ticker: ticker.map((i) => numbers[i]!) }
  }
  return joinRows(numbered(before), numbered(after))
}
