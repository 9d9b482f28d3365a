/**
 * Plants one defect of each kind that can be seen in long rows, at places drawn from a seed, down to the smallest size in
 * the table of kinds. Shares nothing with the detectors: rows are plain records, and faults are written as a bad source would.
 */
import { generateDemoMarket } from "../../../../src/pipeline/data/demo/generateDemoMarket.ts"
import { formatIsoDate, parseIsoDate, weekdayOf } from "../../../../src/kernel/civilDate.ts"
import { chance } from "../../../laws/markets.ts"

export interface Row {
  date: string
  ticker: string
  open: number
  high: number
  low: number
  close: number
  adj_close: number
  volume: number
  dividend: number
  split_ratio: number
}

export interface Planted {
  readonly kind: string
  readonly asset: string
  readonly date: string
}

/** Bars of a demo market, asset after asset. */
export function cleanRows(seed: number, from = "2018-01-02", to = "2019-12-31"): Array<Row> {
  const { bars } = generateDemoMarket({ seed, from: parseIsoDate(from)!, to: parseIsoDate(to)! })
  const rows = Array.from(bars.session, (session, at) => ({
    date: formatIsoDate(session),
    ticker: bars.tickers[bars.ticker[at]!]!,
    open: bars.open[at]!,
    high: bars.high[at]!,
    low: bars.low[at]!,
    close: bars.close[at]!,
    adj_close: bars.adjClose[at]!,
    volume: bars.volume[at]!,
    dividend: bars.dividend[at]!,
    split_ratio: bars.splitRatio[at]!,
  }))
  return rows.sort((left, right) => (left.ticker < right.ticker ? -1 : left.ticker > right.ticker ? 1 : 0))
}

type Fault = (own: Array<Row>, at: number, draw: () => number) => void

const oneOf = <A>(items: ReadonlyArray<A>, draw: () => number): A => items[Math.floor(draw() * items.length)]!

const scalePrices = (
  row: Row,
  factor: number,
  names: ReadonlyArray<"open" | "high" | "low" | "close" | "adj_close">,
) => {
  for (const name of names) row[name] *= factor
}

/** Days after a row until one that `fits`, as a copy of the row. */
const copyOn = (own: Array<Row>, at: number, fits: (day: number) => boolean) => {
  let day = parseIsoDate(own[at]!.date)! + 1
  while (!fits(day)) day++
  const copy = { ...own[at]!, date: formatIsoDate(day) }
  const next = own.findIndex(({ date }) => date > copy.date)
  own.splice(next, 0, copy)
  return copy.date
}

const bar = ["open", "high", "low", "close"] as const

/** Each writes one fault around row `at` and returns nothing; where the date of the fault is another, `dates` says so. */
export const faults: Readonly<Record<string, Fault>> = {
  duplicate_identical: (own, at) => void own.splice(at, 0, { ...own[at]! }),
  duplicate_conflicting: (own, at) => void own.splice(at, 0, { ...own[at]!, volume: own[at]!.volume + 1 }),
  unsorted_rows: (own, at) => void own.splice(at + 1, 0, own.splice(at, 1)[0]!),
  weekend_row: (own, at) => void copyOn(own, at, (day) => weekdayOf(day) >= 5),
  missing_session: (own, at, draw) => void own.splice(at, 1 + Math.floor(draw() * 3)),
  blank_rows: (own, at) => scalePrices(own[at]!, NaN, [...bar, "adj_close"]),
  no_close: (own, at) => scalePrices(own[at]!, NaN, ["close"]),
  zero_price: (own, at, draw) => void (own[at]![oneOf(bar, draw)] = 0),
  negative_price: (own, at, draw) => void (own[at]![oneOf(bar, draw)] *= -1),
  negative_volume: (own, at) => void (own[at]!.volume = -1),
  zero_volume: (own, at) => void (own[at]!.volume = 0),
  high_low_swapped: (own, at) => {
    const { high, low } = own[at]!
    own[at]!.high = low
    own[at]!.low = high
  },
  outside_range: (own, at, draw) => {
    const row = own[at]!
    if (draw() < 0.5) row.low = Math.min(row.open, row.close) * (1 + 3e-6)
    else row.high = Math.max(row.open, row.close) * (1 - 3e-6)
  },
  bad_tick: (own, at, draw) => {
    const [here, before, after] = [own[at]!, own[at - 1]!, own[at + 1]!]
    const factor = oneOf([10, 0.1, 1.055, 1.055, 1 / 1.06], draw)
    const all = [here.open, here.high, here.low, before.close, after.close]
    here.close = factor > 1 ? Math.max(...all) * factor : Math.min(...all) * factor
  },
  adj_close_spike: (own, at, draw) => void (own[at]!.adj_close *= oneOf([1.01, 0.99, 1.05], draw)),
  price_spike: (own, at, draw) => {
    const factor = oneOf([2.2, 10, 0.1, 1 / 2.2], draw)
    scalePrices(own[at]!, factor, [...bar, "adj_close"])
  },
  unit_change: (own, at, draw) => {
    const factor = oneOf([100, 0.01, 1000], draw)
    const rows = 2 + Math.floor(draw() * 30)
    for (let i = at; i < at + rows; i++) scalePrices(own[i]!, factor, [...bar, "adj_close"])
  },
  unadjusted_split: (own, at, draw) => {
    const ratio = oneOf([1.5, 2, 3, 4, 10], draw)
    for (let i = 0; i < at; i++) {
      scalePrices(own[i]!, ratio, bar)
      own[i]!.volume /= ratio
      own[i]!.dividend *= ratio
    }
  },
  stale_prices: (own, at, draw) => {
    const rows = 2 + Math.floor(draw() * 5)
    for (let i = at; i < at + rows; i++) own[i] = { ...own[at - 1]!, date: own[i]!.date }
  },
  mixed_adjustment: (own, at) => {
    for (let i = 0; i < own.length; i++) scalePrices(own[i]!, 0.95, ["adj_close"])
    for (let i = at; i < at + 6; i++) own[i]!.adj_close = own[i]!.close
  },
  future_date: (own) => void own.push({ ...own.at(-1)!, date: "2031-03-04" }),
  ticker_case: (own, at) => void (own[at]!.ticker = own[at]!.ticker.toLowerCase()),
  partial_last_bar: (own) => scalePrices(own.at(-1)!, NaN, ["high", "low", "close", "adj_close"]),
  padded_rows: (own, at) => {
    own.splice(at + 6)
    for (let i = at; i < at + 6; i++) {
      const { close, adj_close } = own[at - 1]!
      own[i] = {
        ...own[i]!,
        open: close,
        high: close,
        low: close,
        close,
        adj_close,
        volume: 0,
        dividend: 0,
        split_ratio: 1,
      }
    }
  },
  ticker_reuse: (own, at) => void own.splice(at, 130),
  time_zone_shift: (own) => {
    for (let i = own.length - 1; i >= 0; i--) {
      const before = formatIsoDate(parseIsoDate(own[i]!.date)! - 1)
      const day = weekdayOf(parseIsoDate(before)!)
      own[i]!.date = before
      if (day === 4) throw new Error("a Saturday among the clean rows")
    }
  },
}

/** What is planted before the row it names, or has its date by its nature. */
const dateOf = (kind: string, clean: ReadonlyArray<Row>, own: ReadonlyArray<Row>, at: number): string => {
  if (kind === "weekend_row") return own.find(({ date }) => weekdayOf(parseIsoDate(date)!) >= 5)!.date
  if (kind === "future_date") return "2031-03-04"
  if (kind === "partial_last_bar") return clean.at(-1)!.date
  if (kind === "time_zone_shift") return own[0]!.date
  return clean[at]!.date
}

/** One fault of a kind in one of these assets' rows. */
export function plant(
  kind: string,
  seed: number,
  rows: ReadonlyArray<Row>,
  assets: ReadonlyArray<string>,
): { readonly rows: Array<Row>; readonly planted: Planted } {
  const draw = chance(seed)
  const asset = oneOf(assets, draw)
  const clean = rows.filter(({ ticker }) => ticker === asset)
  const own = clean.map((row) => ({ ...row }))
  // away from the ends, from dividends and from splits, whose own days are not plain
  let at = 0
  const isPlain = () =>
    clean.slice(at - 3, at + 4).every((row) => row.dividend === 0 && row.split_ratio === 1)
  do at = 30 + Math.floor(draw() * (clean.length - 230))
  while (!isPlain())
  faults[kind]!(own, at, draw)
  const planted = { kind, asset, date: dateOf(kind, clean, own, at) }
  return { rows: [...rows.filter(({ ticker }) => ticker !== asset), ...own], planted }
}
