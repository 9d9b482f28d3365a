/** A synthetic market for benches: 30 years of daily bars with gaps, late listings and delistings; the same on every machine. */
import { nyse, sessionsBetween } from "../../src/domain/ExchangeCalendar.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { Bars } from "../../src/pipeline/data/Bars.ts"

export interface MarketShape {
  readonly assets: number
  /** rows of the whole calendar that are left out at either end */
  readonly withoutFirst: number
  readonly withoutLast: number
  /** an old close is another one */
  readonly revised: boolean
  /** one asset more, whose first bar is on the last session */
  readonly listed: boolean
}

/** Sessions of 1995 … 2024, and 300 before them for what is back-filled. */
const calendar = sessionsBetween(nyse, parseIsoDate("1993-10-22")!, parseIsoDate("2024-12-31")!)

export const name = (asset: number): string => `A${String(asset).padStart(3, "0")}`

/** Asset i of a market of any size is the same; sessions are cut from the same calendar. */
export function market({ assets: old, withoutFirst, withoutLast, revised, listed }: MarketShape): Bars {
  const assets = listed ? old + 1 : old
  const sessions = calendar.subarray(withoutFirst, calendar.length - withoutLast)
  const columns = Array.from({ length: assets }, (_, asset) => path(asset))
  if (listed)
    for (const column of Object.values<Float64Array>({ ...columns.at(-1)! }))
      column.fill(NaN, 0, calendar.length - 1)
  const present: Array<number> = []
  for (let t = withoutFirst; t < calendar.length - withoutLast; t++)
    for (let asset = 0; asset < assets; asset++)
      if (!Number.isNaN(columns[asset]!.close[t]!)) present.push(t * assets + asset)
  const pick = (field: keyof AssetPath): Float64Array =>
    Float64Array.from(present, (cell) => columns[cell % assets]![field][Math.floor(cell / assets)]!)
  const close = pick("close")
  if (revised) close[revisedRow(present, assets)]! *= 1.01
  return {
    tickers: Array.from({ length: assets }, (_, asset) => name(asset)),
    ticker: Int32Array.from(present, (cell) => cell % assets),
    session: Int32Array.from(present, (cell) => sessions[Math.floor(cell / assets) - withoutFirst]!),
    open: pick("open"),
    high: pick("high"),
    low: pick("low"),
    close,
    volume: pick("volume"),
    dividend: pick("dividend"),
    splitRatio: new Float64Array(present.length).fill(1),
    adjClose: pick("close"),
  }
}

/** Ten years after the start, asset 7. */
function revisedRow(present: ReadonlyArray<number>, assets: number): number {
  return present.findIndex((cell) => Math.floor(cell / assets) >= 300 + 2520 && cell % assets === 7)
}

interface AssetPath {
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly dividend: Float64Array
}

/** A walk that starts late for a third of the assets, ends early for a tenth, and misses one session in a hundred. */
function path(asset: number): AssetPath {
  const random = generator(asset + 1)
  const of = () => new Float64Array(calendar.length).fill(NaN)
  const [open, high, low, close, volume, dividend] = [of(), of(), of(), of(), of(), of()]
  const first = asset % 3 === 2 ? Math.floor(random() * 6000) + 300 : 0
  const last = asset % 10 === 9 ? calendar.length - Math.floor(random() * 3000) - 300 : calendar.length
  let level = 20 + 100 * random()
  for (let t = 0; t < calendar.length; t++) {
    const overnight = (random() - 0.5) * 0.02
    const session = (random() - 0.5) * 0.03 + 0.0002
    const isThere = random() > 0.01 && t >= first && t < last
    const start = level * (1 + overnight)
    level = start * (1 + session)
    if (!isThere) continue
    open[t] = start
    close[t] = level
    high[t] = Math.max(start, level) * 1.004
    low[t] = Math.min(start, level) * 0.996
    volume[t] = Math.round(1e6 * (0.5 + random()))
    dividend[t] = t % 63 === asset % 63 ? 0.005 * level : 0
  }
  return { open, high, low, close, volume, dividend }
}

/** mulberry32 */
function generator(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
