/**
 * A small market drawn from one integer, with everything that real ones do: gaps, late listings, deaths, new listings,
 * prices that do not move, assets that never trade, one asset, none, histories shorter than any window.
 */
import * as Calendar from "../../src/domain/Calendar.ts"
import * as ExchangeCalendar from "../../src/domain/ExchangeCalendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { formatIsoDate } from "../../src/kernel/civilDate.ts"
import type { ListingTable } from "../../src/pipeline/data/listingTable.ts"
import { type Draw, drawFrom } from "./draw.ts"

export interface World {
  readonly seed: number
  readonly calendar: Calendar.Calendar
  readonly assets: ReadonlyArray<string>
  readonly bars: Readonly<Record<BarField, Panel.Panel>>
  readonly table: ListingTable
  /** share of rows with a decision */
  readonly busy: number
}

export type BarField = "open" | "high" | "low" | "close" | "volume" | "dividend" | "split_ratio"

const fields: ReadonlyArray<BarField> = ["open", "high", "low", "close", "volume", "dividend", "split_ratio"]

type Bar = Readonly<Record<BarField, number>>

export function makeWorld(seed: number): World {
  const draw = drawFrom(seed)
  const rows = draw.chance(0.2) ? draw.below(8) : 40 + draw.below(81)
  const width = draw.pick([0, 1, 1, 2, 3, 3, 4, 5])
  const calendar = Calendar.make(sessionsOf(draw, rows))
  const assets = Array.from({ length: width }, (_, i) => `A${i}`)
  const columns = assets.map((_, i) => barsOf(drawFrom(seed, i), rows))
  const panelOf = (field: BarField): Panel.Panel =>
    Panel.fromColumns(
      calendar,
      assets,
      columns.map((bars) => Float64Array.from(bars, (bar) => bar?.[field] ?? NaN)),
    )
  return {
    seed,
    calendar,
    assets,
    bars: Object.fromEntries(fields.map((field) => [field, panelOf(field)])) as World["bars"],
    table: tableOf(draw, calendar, assets),
    busy: draw.pick([0.05, 0.2, 0.2, 0.5, 1]),
  }
}

/** Sessions of the exchange, now and then one missing, now and then all days. */
function sessionsOf(draw: Draw, rows: number): Int32Array {
  const exchange = ExchangeCalendar.byName(draw.pick(["nyse", "nyse", "always"] as const))
  const from = 7000 + draw.below(12_000)
  const days = ExchangeCalendar.sessionsBetween(exchange, from, from + 2 * rows + 20)
  return days.filter(() => !draw.chance(0.02)).slice(0, rows)
}

/** One asset's bars, null where it has none. */
function barsOf(draw: Draw, rows: number): ReadonlyArray<Bar | null> {
  const kind = draw.pick([
    "plain",
    "plain",
    "gaps",
    "gaps",
    "late",
    "dies",
    "twice",
    "still",
    "never",
  ] as const)
  const from = kind === "late" ? draw.below(rows + 1) : 0
  const to = kind === "dies" ? draw.below(rows + 1) : kind === "twice" ? draw.below(1 + (rows >> 1)) : rows
  const again = kind === "twice" ? to + 9 + draw.below(12) : Infinity
  let level = 20 + 80 * draw.unit()
  const holes = draw.pick([0, 0, 0.05])
  let silent = 0
  return Array.from({ length: rows }, (_, t) => {
    if (silent > 0) silent--
    else if (kind === "gaps" && draw.chance(0.1)) silent = draw.below(8)
    const bar = kind === "still" ? stillBar(level) : movingBar(draw, level, holes)
    level = bar.close
    const isThere = kind !== "never" && silent === 0 && t >= from && (t < to || t >= again)
    return isThere ? bar : null
  })
}

const stillBar = (level: number): Bar => ({
  open: level,
  high: level,
  low: level,
  close: level,
  volume: 1000,
  dividend: 0,
  split_ratio: 1,
})

/** @param holes share of bars without an open, without a volume, with a volume of 0 */
function movingBar(draw: Draw, level: number, holes: number): Bar {
  const split = draw.chance(0.02) ? draw.pick([2, 0.5]) : 1
  const move = (): number => (draw.chance(0.15) ? 1 : 0.97 + 0.061 * draw.unit())
  const open = (level / split) * move()
  const close = open * (draw.chance(0.004) ? draw.pick([0.02, 3]) : move()) // now and then a crash, or a multiple
  return {
    open: draw.chance(holes) ? NaN : open,
    high: Math.max(open, close) * 1.01,
    low: Math.min(open, close) * 0.99,
    close,
    volume: draw.chance(holes) ? NaN : draw.chance(holes) ? 0 : Math.floor(1e5 * draw.unit()),
    dividend: draw.chance(0.03) ? close * 0.02 : 0,
    split_ratio: split,
  }
}

/** Dated delistings for about a third, also before and after the data. */
function tableOf(draw: Draw, { sessions }: Calendar.Calendar, assets: ReadonlyArray<string>): ListingTable {
  const first = sessions[0] ?? 10_000
  const span = (sessions.at(-1) ?? first) - first + 20
  return Object.fromEntries(
    assets.map((asset) => {
      const delisted = draw.chance(0.35) ? formatIsoDate(first - 10 + draw.below(span)) : null
      return [asset, { first: formatIsoDate(first), delisted }]
    }),
  )
}

// ----------------------------------------------------------------------------------------------------- coverage

export type Feature =
  | "NaN"
  | "gap"
  | "one asset"
  | "no asset"
  | "late listing"
  | "death"
  | "new listing"
  | "constant"
  | "never"
  | "short"

/** What a world shows, to be sure that the generator makes it. */
export function featuresOf({ bars: { close }, calendar, assets }: World): ReadonlySet<Feature> {
  const found = new Set<Feature>()
  const rows = calendar.sessions.length
  if (rows < 8) found.add("short")
  if (assets.length === 0) found.add("no asset")
  if (assets.length === 1) found.add("one asset")
  if (close.values.some(Number.isNaN)) found.add("NaN")
  assets.forEach((_, i) => {
    const column = [...Panel.column(close, i)]
    const known = column.flatMap((value, t) => (Number.isNaN(value) ? [] : [t]))
    const [first, last] = [known[0], known.at(-1)]
    if (first === undefined || last === undefined) found.add("never")
    else {
      const holes = known.map((t, k) => t - (known[k - 1] ?? t) - 1)
      if (first > 0) found.add("late listing")
      if (last < rows - 1) found.add("death")
      if (Math.max(...holes) > 0) found.add("gap")
      if (Math.max(...holes) > 8) found.add("new listing")
      if (known.length > 8 && known.every((t) => column[t] === column[first])) found.add("constant")
    }
  })
  return found
}
