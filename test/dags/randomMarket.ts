import * as fc from "fast-check"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as ExchangeCalendar from "../../src/domain/ExchangeCalendar.ts"
import { epochDayOf } from "../../src/kernel/civilDate.ts"
import type { Bar } from "../oracle/types.ts"

/** Bars of a few assets on the sessions of an exchange, with everything that real ones do. */
export interface RandomMarket {
  readonly calendar: ExchangeCalendar.Name
  readonly sessions: ReadonlyArray<string>
  readonly assets: ReadonlyArray<string>
  readonly bars: Readonly<Record<string, ReadonlyArray<Bar | null>>>
  readonly delisted: Readonly<Record<string, string>>
}

/** What a market is made of; everything else follows from `seed`. */
const recipe = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  calendar: fc.constantFrom<ExchangeCalendar.Name>("nyse", "nyse", "nyse", "always"),
  year: fc.integer({ min: 1990, max: 2024 }),
  day: fc.integer({ min: 1, max: 365 }),
  assets: fc.integer({ min: 1, max: 7 }),
  sessions: fc.integer({ min: 30, max: 180 }),
  /** daily deviation */
  volatility: fc.constantFrom(0.005, 0.01, 0.02, 0.06, 0.25),
  /** share of sessions without a bar, and without an open or a volume in the bar */
  gaps: fc.constantFrom(0, 0, 0.02, 0.1),
  holes: fc.constantFrom(0, 0, 0.05),
  /** share of assets that come late, that fall silent for long, that end by the table, that never move */
  late: fc.constantFrom(0, 0.3),
  silent: fc.constantFrom(0, 0.3),
  ending: fc.constantFrom(0, 0.3),
  flat: fc.constantFrom(0, 0.2),
  /** share of sessions with a dividend, a split */
  actions: fc.constantFrom(0, 0.02),
})

type Recipe = typeof recipe extends fc.Arbitrary<infer R> ? R : never

export const randomMarket: fc.Arbitrary<RandomMarket> = recipe.map(marketOf)

function marketOf(given: Recipe): RandomMarket {
  const random = generator(given.seed)
  const calendar = ExchangeCalendar.byName(given.calendar)
  const from = epochDayOf(given.year, 1, given.day)
  const days = ExchangeCalendar.sessionsBetween(calendar, from, from + given.sessions * 2)
  const sessions = Array.from(days.slice(0, given.sessions), (_, t) => Calendar.isoAt(Calendar.make(days), t))
  const assets = Array.from({ length: given.assets }, (_, i) => `A${i}`)
  const ends = assets.filter(() => random() < given.ending)
  return {
    calendar: given.calendar,
    sessions,
    assets,
    bars: Object.fromEntries(assets.map((asset) => [asset, barsOf(given, random)])),
    delisted: Object.fromEntries(
      ends.map((asset) => [asset, endOf(sessions, Math.floor(random() * sessions.length))]),
    ),
  }
}

/** A session, or (rarely) the day after one, that is not the first. */
function endOf(sessions: ReadonlyArray<string>, at: number): string {
  const session = sessions[Math.max(1, at)]!
  if (at % 4 !== 0) return session
  return new Date(Date.parse(session) + 86_400_000).toISOString().slice(0, 10)
}

function barsOf(given: Recipe, random: () => number): ReadonlyArray<Bar | null> {
  const first = random() < given.late ? Math.floor(random() * given.sessions * 0.7) : 0
  const silentFrom =
    random() < given.silent ? first + Math.floor(random() * (given.sessions - first)) : Infinity
  const silentTo = silentFrom + 2 + Math.floor(random() * 40)
  const size = random() < given.flat ? 0 : given.volatility
  let price = 20 + 80 * random()
  return Array.from({ length: given.sessions }, (_, t) => {
    const action = random()
    const splitRatio = action < given.actions / 2 ? (random() < 0.5 ? 2 : 0.25) : 1
    const dividend = action > 1 - given.actions ? price * 0.02 : 0
    const open = ((price - dividend) / splitRatio) * (1 + size * move(random))
    const close = open * (1 + size * move(random))
    const hole = random()
    const missing = random() < given.gaps || t < first || (t >= silentFrom && t < silentTo)
    const volume = Math.floor(1e5 * random())
    if (missing) return null
    price = close
    return {
      open: hole < given.holes ? NaN : open,
      high: Math.max(open, close) * (1 + (size / 2) * random()),
      low: hole > 1 - given.holes ? NaN : Math.min(open, close) * (1 - (size / 2) * random()),
      close,
      volume: hole > 0.5 && hole < 0.5 + given.holes ? (hole < 0.5 + given.holes / 2 ? 0 : NaN) : volume,
      dividend,
      splitRatio,
    }
  })
}

/** Mean 0.02 and deviation about 0.6: a small drift, no tails. */
const move = (random: () => number): number => random() + random() + random() - 1.48

/** Park and Miller's generator. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
