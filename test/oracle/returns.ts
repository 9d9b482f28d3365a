import type { Bar, Settings, StudyInput } from "./types.ts"

/** What is known of one asset, session by session. */
export interface History {
  /** bars that can be traded; a bar on the delisting session itself is dropped */
  readonly bars: ReadonlyArray<Bar | null>
  /** 1, 2, … = which listing is alive at the session; 0 = none (also on the delisting session) */
  readonly listing: ReadonlyArray<number>
  readonly delists: ReadonlyArray<boolean>
  /** last known close before the session, in the same listing, else NaN */
  readonly previousClose: ReadonlyArray<number>
  /** return in the accounts: 0 without a bar, delisting_return on the delisting session */
  readonly accounting: ReadonlyArray<number>
  /** total-return index of the listing; NaN once the last bar is more than max_stale sessions old */
  readonly index: ReadonlyArray<number>
  /** returns for estimators: NaN where either index value is */
  readonly estimator: ReadonlyArray<number>
}

export interface Market {
  readonly sessions: ReadonlyArray<string>
  readonly assets: ReadonlyArray<string>
  readonly histories: ReadonlyArray<History>
}

export function makeMarket(input: StudyInput, settings: Settings): Market {
  const histories = input.assets.map((asset) =>
    makeHistory(input.sessions, input.bars[asset]!, input.delisted[asset], settings.data),
  )
  return { sessions: input.sessions, assets: input.assets, histories }
}

/** Close to close, total return, from two rows: r = C_t S_t / (C_{t-1} - D_t) - 1. */
export function totalReturn(price: number, bar: Bar, previousClose: number): number {
  return (price * bar.splitRatio) / (previousClose - bar.dividend) - 1
}

function makeHistory(
  sessions: ReadonlyArray<string>,
  raw: ReadonlyArray<Bar | null>,
  delistedOn: string | undefined,
  data: Settings["data"],
): History {
  const { bars, listing, delists } = listings(sessions, raw, delistedOn, data.delist_after)
  const previousClose = sessions.map((_, t) => lastCloseBefore(bars, listing, delists, t))
  const accounting = sessions.map((_, t) => accountingReturn(bars, listing, delists, previousClose, t, data))
  const index = sessions.map((_, t) => indexAt(bars, listing, accounting, t, data.max_stale))
  const estimator = sessions.map((_, t) => estimatorReturn(index, listing, accounting, t))
  return { bars, listing, delists, previousClose, accounting, index, estimator }
}

/** Walks once through the sessions: a bar opens a listing, a date of the table or a long silence ends it. */
function listings(
  sessions: ReadonlyArray<string>,
  raw: ReadonlyArray<Bar | null>,
  delistedOn: string | undefined,
  delistAfter: number,
) {
  // page §1: a table date that is no session takes effect at the first session after it.
  const dated = delistedOn === undefined ? -1 : sessions.findIndex((iso) => iso >= delistedOn)
  const bars: Array<Bar | null> = []
  const listing: Array<number> = []
  const delists: Array<boolean> = []
  let alive = false
  let count = 0
  let silent = 0
  for (let t = 0; t < sessions.length; t++) {
    // page §1: the table's date is the first session without trading: a bar on it is ignored, later ones
    // are a new listing.
    const bar = t === dated ? null : raw[t]!
    silent = bar === null ? silent + 1 : 0
    const ends: boolean = alive && (t === dated || silent === delistAfter)
    if (bar !== null && !alive) count++
    alive = bar !== null || (alive && !ends)
    bars.push(bar)
    listing.push(alive ? count : 0)
    delists.push(ends)
  }
  return { bars, listing, delists }
}

function lastCloseBefore(
  bars: ReadonlyArray<Bar | null>,
  listing: ReadonlyArray<number>,
  delists: ReadonlyArray<boolean>,
  t: number,
): number {
  if (listing[t] === 0 && !delists[t]) return NaN
  const which = delists[t] ? listing[t - 1] : listing[t]
  for (let s = t - 1; s >= 0; s--) {
    if (listing[s] !== which) return NaN
    if (bars[s] !== null) return bars[s]!.close
  }
  return NaN
}

function accountingReturn(
  bars: ReadonlyArray<Bar | null>,
  listing: ReadonlyArray<number>,
  delists: ReadonlyArray<boolean>,
  previousClose: ReadonlyArray<number>,
  t: number,
  data: Settings["data"],
): number {
  if (delists[t]) return data.delisting_return
  if (listing[t] === 0) return NaN
  const bar = bars[t]!
  // The first bar back carries the whole move, however long the gap; the first bar of a listing has no
  // return.
  return bar === null ? 0 : totalReturn(bar.close, bar, previousClose[t]!)
}

/** First close of the listing times the product of all its accounting returns since. */
function indexAt(
  bars: ReadonlyArray<Bar | null>,
  listing: ReadonlyArray<number>,
  accounting: ReadonlyArray<number>,
  t: number,
  maxStale: number,
): number {
  if (listing[t] === 0) return NaN
  let last = t
  while (bars[last] === null) last--
  if (t - last > maxStale) return NaN
  const first = listing.indexOf(listing[t]!)
  let value = bars[first]!.close
  for (let s = first + 1; s <= t; s++) value *= 1 + accounting[s]!
  // page §1, §2: after a gap beyond max_stale the index resumes with the whole move of the first bar back …
  return value
}

function estimatorReturn(
  index: ReadonlyArray<number>,
  listing: ReadonlyArray<number>,
  accounting: ReadonlyArray<number>,
  t: number,
): number {
  if (t === 0 || listing[t] === 0 || listing[t] !== listing[t - 1]) return NaN
  // page §1: … but that bar's return is NaN to an estimator, because the close it starts from is.
  return Number.isNaN(index[t]!) || Number.isNaN(index[t - 1]!) ? NaN : accounting[t]!
}

export function mean(values: ReadonlyArray<number>): number {
  let sum = 0
  for (const v of values) sum += v
  return sum / values.length
}

/** Two-pass, ddof 1; NaN with fewer than two values or with a NaN among them. */
export function sampleStd(values: ReadonlyArray<number>): number {
  if (values.length < 2) return NaN
  const m = mean(values)
  let sum = 0
  for (const v of values) sum += (v - m) * (v - m)
  return Math.sqrt(sum / (values.length - 1))
}

export function total(values: ReadonlyArray<number>): number {
  let sum = 0
  for (const v of values) sum += v
  return sum
}

export function grossOf(row: ReadonlyArray<number>): number {
  return total(row.map(Math.abs))
}
