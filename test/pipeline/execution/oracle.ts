/**
 * The accounting of a book once more, in the words of its page and with nothing shared: plain objects, one map an
 * asset, sums over whatever is there.
 */
import type { Market } from "./market.ts"

export interface Terms {
  readonly sessionsToFill: number
  /** the decision comes before the fills of its own session */
  readonly decidesFirst: boolean
  readonly cashRate: number
  readonly financingSpread: number
  readonly shortBorrow: number
  readonly periodsPerYear: number
  readonly delistingReturn: number
}

export interface Day {
  readonly gross: number
  readonly g1: number
  readonly g2: number
  readonly interest: number
  readonly held: Record<string, number>
  readonly filled: Record<string, number>
  readonly drifted: Record<string, number>
  readonly targetTurnover: Record<string, number>
  readonly tradedTurnover: Record<string, number>
  readonly contribution: Record<string, number>
  readonly fillEvent: boolean
  readonly ruin: boolean
}

type ByAsset = Record<string, number>

export function naiveBook(market: Market, terms: Terms): ReadonlyArray<Day | undefined> {
  const names = market.listing.assets
  const sessions = market.listing.calendar.sessions.length
  const cell = (panel: { values: Float64Array }, t: number, name: string): number =>
    panel.values[t * names.length + names.indexOf(name)]!
  const row = (t: number): ByAsset =>
    Object.fromEntries(names.map((name) => [name, cell(market.targets, t, name)]))
  const decides = (t: number): boolean => t >= 0 && Object.values(row(t)).some((w) => !Number.isNaN(w))
  const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)
  const known = (value: number): number => (Number.isNaN(value) ? 0 : value)

  let held: ByAsset = {}
  let last: ByAsset = {}
  let waiting: ByAsset = {}
  let ruined = false
  const days: Array<Day | undefined> = []
  for (let t = 0; t < sessions; t++) {
    if (ruined) {
      days.push(undefined)
      continue
    }
    const state = (name: string): number => cell(market.listing, t, name)
    const listed = names.filter((name) => !Number.isNaN(state(name)))
    const ends = (name: string): boolean => state(name) === -1
    const priced = (name: string): boolean =>
      state(name) === 1 && !Number.isNaN(cell(market.after_fill, t, name))

    // orders
    if (terms.decidesFirst && decides(t)) waiting = {}
    for (const name of Object.keys(waiting)) if (ends(name) || !listed.includes(name)) delete waiting[name]
    const decided = t - terms.sessionsToFill
    const due = decides(decided)
    if (due) {
      waiting = {}
      for (const name of names) {
        const between = Array.from({ length: t - decided }, (_, k) =>
          cell(market.listing, decided + 1 + k, name),
        )
        const alive = between.every((s) => s === 0 || s === 1)
        if (cell(market.listing, decided, name) === 1 && alive) waiting[name] = known(row(decided)[name]!)
      }
    }
    const trades = Object.keys(waiting).filter(priced)
    const event = due || trades.length > 0

    // from the previous close to the fill
    const a: ByAsset = {}
    const b: ByAsset = {}
    for (const name of listed) {
      const whole = known(cell(market.close_to_close, t, name))
      a[name] = ends(name)
        ? terms.delistingReturn
        : !event
          ? whole
          : priced(name)
            ? known(cell(market.before_fill, t, name))
            : 0
      b[name] = ends(name) || !event ? 0 : priced(name) ? cell(market.after_fill, t, name) : whole
    }
    const cash = 1 - sum(Object.values(held))
    const rate = cash < 0 ? terms.cashRate + terms.financingSpread : terms.cashRate
    const interest = (cash * rate) / terms.periodsPerYear
    const borrow: ByAsset = {}
    for (const name of listed) {
      borrow[name] = (Math.max(0, -(held[name] ?? 0)) * terms.shortBorrow) / terms.periodsPerYear
    }
    const g1 =
      1 + sum(listed.map((name) => (held[name] ?? 0) * a[name]!)) + interest - sum(Object.values(borrow))
    const drifted: ByAsset = {}
    for (const name of listed) drifted[name] = ((held[name] ?? 0) * (1 + a[name]!)) / g1

    // the fill
    if (due && g1 > 0) {
      const frozen = listed.filter((name) => cell(market.listing, decided, name) !== 1)
      const size = sum(frozen.map((name) => Math.abs(drifted[name]!)))
      const wanted = sum(Object.values(row(decided)).map((w) => Math.abs(known(w))))
      const factor = Math.max(0, 1 - size / Math.max(1, wanted))
      for (const name of Object.keys(waiting)) waiting[name]! *= factor
    }
    const filled: ByAsset = {}
    const targetTurnover: ByAsset = {}
    const tradedTurnover: ByAsset = {}
    for (const name of listed) {
      const moves = g1 > 0 && (ends(name) || trades.includes(name))
      const target = ends(name) ? 0 : waiting[name]!
      filled[name] = moves ? target : drifted[name]!
      targetTurnover[name] = moves ? Math.abs(target - (last[name] ?? 0)) : 0
      tradedTurnover[name] = moves ? Math.abs(target - drifted[name]!) : 0
      if (moves) last = { ...last, [name]: target }
      if (moves) delete waiting[name]
    }

    // from the fill to the close
    const g2 = g1 > 0 ? 1 + sum(listed.map((name) => filled[name]! * b[name]!)) : 1
    ruined = !(g1 > 0 && g2 > 0)
    const contribution: ByAsset = {}
    for (const name of listed) {
      const after = g1 > 0 ? g1 * filled[name]! * b[name]! : 0
      contribution[name] = (held[name] ?? 0) * a[name]! - borrow[name]! + after
    }
    held = Object.fromEntries(listed.map((name) => [name, (filled[name]! * (1 + b[name]!)) / g2]))
    days.push({
      gross: ruined ? -1 : g1 * g2 - 1,
      g1,
      g2,
      interest,
      held,
      filled,
      drifted,
      targetTurnover,
      tradedTurnover,
      contribution,
      fillEvent: g1 > 0 && trades.length > 0,
      ruin: ruined,
    })
    if (!terms.decidesFirst && decides(t)) waiting = {}
  }
  return days
}
