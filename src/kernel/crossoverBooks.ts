/**
 * Net returns of many books at once, each long (or short) what stands above (below) its longer moving average: the accounting
 * of `runBook` where it is simple enough to be done for a thousand pairs in the time of one study.
 *
 * Every session is a decision on equal parts of the assets whose long average is known, filled at the next close without trades
 * left over; so weights at a close are the targets of the session before, whatever prices did in between.
 */
import { isTotalLoss } from "./isTotalLoss.ts"
import { rollingMean } from "./rollingMean.ts"
import { compareWithTies } from "./ties.ts"

export interface CrossoverMarket {
  readonly assets: number
  /** epoch days, shape (T) */
  readonly sessions: Int32Array
  /** shape (T × n) row-major: total-return index, close-to-close return (decimal), 1 where there is a bar */
  readonly index: Float64Array
  readonly closeToClose: Float64Array
  readonly listing: Float64Array
}

/** Sessions of the two means, short below long. */
export interface Pair {
  readonly short: number
  readonly long: number
}

export interface CrossoverTerms {
  /** paid on a unit of target weight that changes, decimal */
  readonly costRate: number
  /** below the long average: nothing in place of a short position */
  readonly longOnly: boolean
}

/**
 * @returns shape (T × pairs), row-major, decimal. NaN before the first fill of a pair, from the first session on which an asset that
 *   had a bar has none (orders then wait, which is not followed here), and after a session that loses everything (−1).
 *   Total: never throws.
 *
 * Ties of averages are neutral, as in `crossoverReadings`. Each average is computed once, whatever the number of pairs with it, and
 * history is worked through in stretches, so that the averages of one stay in the processor's cache.
 */
export function crossoverBooks(
  market: CrossoverMarket,
  pairs: ReadonlyArray<Pair>,
  terms: CrossoverTerms,
): Float64Array {
  const { assets, sessions } = market
  const rows = rowsWithBars(market)
  const books = pairs.map((pair) => bookOf(pair, assets))
  const net = new Float64Array(sessions.length * pairs.length).fill(NaN)
  const longest = pairs.reduce((most, { long }) => Math.max(most, long), stretch)
  const sums = { earned: new Float64Array(longest), traded: new Float64Array(longest) }
  const memory: Memory = new Map()
  for (let from = 0; from < rows; from += longest) {
    const to = Math.min(rows, from + longest)
    const part = partOf(market, from, to, memory)
    books.forEach((book, pair) => {
      if (book.ended) return
      runStretch(book, part, terms.longOnly ? 0 : -1, sums)
      writeNet(book, part, sums, terms.costRate, net, pair, pairs.length)
    })
  }
  return net
}

/** Rows that are worked through at a time: eight arrays of them fit the first cache. */
const stretch = 512

/** Of one pair, from stretch to stretch. */
interface Book {
  readonly pair: Pair
  /** weights at the close, and those decided then for the next, shape (n) */
  readonly held: Float64Array
  readonly wanted: Float64Array
  /** whether a decision could hold an asset by now: what counts begins a session later */
  begun: boolean
  ended: boolean
}

const bookOf = (pair: Pair, assets: number): Book => ({
  pair,
  held: new Float64Array(assets),
  wanted: new Float64Array(assets),
  begun: false,
  ended: false,
})

/** Rows [from, to) of the market: averages and equal parts are made when a pair first asks for them. */
interface Part {
  readonly from: number
  readonly count: number
  /** by asset */
  readonly returns: ReadonlyArray<Float64Array>
  readonly average: (window: number) => ReadonlyArray<Float64Array>
  /** 1 / number of assets whose average of so many sessions is known; 0 where there is none */
  readonly parts: (long: number) => Float64Array
}

/** Columns by asset of each average, and of the returns (0), which every stretch writes anew. */
type Memory = Map<number, ReadonlyArray<Float64Array>>

function partOf(
  { assets, sessions, index, closeToClose }: CrossoverMarket,
  from: number,
  to: number,
  memory: Memory,
): Part {
  const count = to - from
  const averages = new Map<number, ReadonlyArray<Float64Array>>()
  const parts = new Map<number, Float64Array>()
  const columns = (key: number, panel: Float64Array, first: number) =>
    known(memory, key, () => Array.from({ length: assets }, () => new Float64Array(count))).map((column, i) =>
      takeColumn(panel, i, assets, first, column.subarray(0, count)),
    )
  const average = (window: number) =>
    known(averages, window, () => {
      const first = Math.max(0, from - window + 1) // a mean depends on its own rows alone
      const values = index.subarray(first * assets, to * assets)
      const means = rollingMean(values, assets, sessions.subarray(first, to), window)
      return columns(window, means, from - first)
    })
  return {
    from,
    count,
    returns: columns(0, closeToClose, from),
    average,
    parts: (long) => known(parts, long, () => equalParts(average(long), count)),
  }
}

function known<A>(made: Map<number, A>, key: number, make: () => A): A {
  const found = made.get(key)
  if (found !== undefined) return found
  const fresh = make()
  made.set(key, fresh)
  return fresh
}

/** Rows before the first on which an asset that had a bar has none. */
function rowsWithBars({ assets, sessions, listing }: CrossoverMarket): number {
  for (let at = assets; at < listing.length; at++)
    if (listing[at - assets] === 1 && listing[at] !== 1) return Math.floor(at / assets)
  return sessions.length
}

function takeColumn(
  panel: Float64Array,
  asset: number,
  width: number,
  from: number,
  into: Float64Array,
): Float64Array {
  for (let t = 0, at = from * width + asset; t < into.length; t++, at += width) into[t] = panel[at]!
  return into
}

function equalParts(averages: ReadonlyArray<Float64Array>, count: number): Float64Array {
  const assets = new Float64Array(count)
  for (const average of averages)
    for (let t = 0; t < count; t++) if (!Number.isNaN(average[t]!)) assets[t] = assets[t]! + 1
  return assets.map((number) => (number === 0 ? 0 : 1 / number))
}

interface Sums {
  /** Σ weight·return, and Σ|change of weight| that fills, of the rows of a stretch */
  readonly earned: Float64Array
  readonly traded: Float64Array
}

function runStretch({ pair, held, wanted }: Book, part: Part, below: number, { earned, traded }: Sums): void {
  const [fast, slow, parts] = [part.average(pair.short), part.average(pair.long), part.parts(pair.long)]
  earned.fill(0)
  traded.fill(0)
  for (let i = 0; i < held.length; i++) {
    const before = { held: held[i]!, wanted: wanted[i]! }
    const after = runAsset(fast[i]!, slow[i]!, parts, part.returns[i]!, below, before, earned, traded)
    held[i] = after.held
    wanted[i] = after.wanted
  }
}

interface Weights {
  readonly held: number
  readonly wanted: number
}

/** A session earns on what was held, fills what was wanted at the close before, and decides what is wanted. */
function runAsset(
  fast: Float64Array,
  slow: Float64Array,
  parts: Float64Array,
  returns: Float64Array,
  below: number,
  before: Weights,
  earned: Float64Array,
  traded: Float64Array,
): Weights {
  let held = before.held
  let wanted = before.wanted
  const count = fast.length
  for (let t = 0; t < count; t++) {
    if (held !== 0) earned[t] = earned[t]! + held * returns[t]!
    if (wanted !== held) {
      traded[t] = traded[t]! + Math.abs(wanted - held)
      held = wanted
    }
    const side = compareWithTies(fast[t]!, slow[t]!)
    wanted = side > 0 ? parts[t]! : side < 0 ? below * parts[t]! : 0
  }
  return { held, wanted }
}

/** net = (1 + earned)·(1 − cost) − 1; −1 and the end where nothing is left. */
function writeNet(
  book: Book,
  part: Part,
  { earned, traded }: Sums,
  costRate: number,
  net: Float64Array,
  pair: number,
  width: number,
): void {
  const parts = part.parts(book.pair.long)
  for (let t = 0, at = part.from * width + pair; t < part.count; t++, at += width) {
    if (book.begun) {
      const growth = 1 + earned[t]!
      const left = 1 - costRate * traded[t]!
      book.ended = isTotalLoss(growth) || isTotalLoss(left)
      net[at] = book.ended ? -1 : growth * left - 1
      if (book.ended) return
    }
    book.begun ||= parts[t]! > 0
  }
}
