/**
 * A second planter of defects, written from the table of kinds in docs/data.md alone, before its author had read any
 * detector: what the table says in words is done to the bars of demo markets, at the sizes that it states.
 *
 * It plants in the rows of one asset, the victim, and keeps what was there before. Where the words leave open what a cell
 * beside the fault would hold (is adj_close wrong too?), each reading is a plant of its own.
 */
import { weekdayOf } from "../../../../src/kernel/civilDate.ts"
import type { Bars } from "../../../../src/pipeline/data/Bars.ts"
import type { Policy } from "../../../../src/pipeline/data/defects/Kind.ts"
import { generateDemoMarket } from "../../../../src/pipeline/data/demo/generateDemoMarket.ts"
import type { DecodedFile } from "../../../../src/pipeline/data/import/ImportRows.ts"
import type { ImportOptions } from "../../../../src/pipeline/data/importBars.ts"
import { tableOf } from "../tables.ts"
import { formatIsoDate } from "../../../../src/kernel/civilDate.ts"

export type Column = "open" | "high" | "low" | "close" | "adj_close" | "volume" | "dividend" | "split_ratio"

export type Bar = { readonly day: number; readonly name: string } & Readonly<Record<Column, number | null>>

export type Draw = () => number

/** What was done to the victim. */
interface Done {
  /** its rows as the file has them */
  readonly file: ReadonlyArray<Bar>
  /** days that may be named as the first; empty: none need be */
  readonly from: ReadonlyArray<number>
  /** day that must be named as the last, where there are several */
  readonly until?: number
  /** what was there before, where that is not simply the market's bars */
  readonly before?: ReadonlyArray<Bar>
  /** what `drop` leaves; default: the file without the rows of the days named */
  readonly left?: ReadonlyArray<Bar>
  /** what `repair` leaves; default: what was there before */
  readonly repaired?: ReadonlyArray<Bar>
  /** of the import: the day of retrieval, assets asked for */
  readonly options?: ImportOptions
}

export interface Plant {
  readonly kind: string
  readonly how: string
  /** from clearly large down to the smallest of the table, in the unit of `how` */
  readonly sizes: ReadonlyArray<number>
  /** columns of the file behind date and ticker; default all */
  readonly columns?: ReadonlyArray<Column>
  readonly options?: ImportOptions
  /** default 330 */
  readonly sessions?: (size: number) => number
  /** tickers of the demo market that can be the victim; default any that moves */
  readonly victims?: ReadonlyArray<string>
  readonly plant: (bars: ReadonlyArray<Bar>, draw: Draw, size: number) => Done
  /** kinds that a reader expects on the victim beside, whatever is done with it */
  readonly beside?: ReadonlyArray<string>
  /** and those that show if the data stay as they are */
  readonly besideIfKept?: ReadonlyArray<string>
  /** relative error of what repair brings back: what it reckons with is rounded; default exact */
  readonly within?: number
  /** what else may be done than what was asked: the words of the table leave `repair` undone where nothing tells what was meant */
  readonly cannotRepair?: "drop" | "keep-and-flag" | "refuse"
  /** the policies that can be checked cell by cell; default all */
  readonly policies?: ReadonlyArray<Policy>
}

export interface Scene extends Done {
  readonly victim: string
  readonly others: ReadonlyMap<string, ReadonlyArray<Bar>>
  readonly columns: ReadonlyArray<Column>
  readonly table: DecodedFile
  readonly options: ImportOptions
  readonly before: ReadonlyArray<Bar>
}

export const allColumns: ReadonlyArray<Column> = [
  "open",
  "high",
  "low",
  "close",
  "adj_close",
  "volume",
  "dividend",
  "split_ratio",
]
const prices = ["open", "high", "low", "close"] as const
const withoutAdjusted: ReadonlyArray<Column> = ["open", "high", "low", "close", "volume"]

// ------------------------------------------------------------------------------------------------------- chance

/** Numbers in [0, 1) of a seed: Weyl steps, stirred by two multiplications. */
function drawOf(seed: number): Draw {
  let state = (seed + 1) * 0x9e3779b1
  return () => {
    state = (state + 0x9e3779b1) | 0
    let z = Math.imul(state ^ (state >>> 15), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32
  }
}

const between = (draw: Draw, least: number, most: number): number =>
  least + Math.floor(draw() * (most - least + 1))
const oneOf = <A>(draw: Draw, of: ReadonlyArray<A>): A => of[Math.floor(draw() * of.length)]!

// ------------------------------------------------------------------------------------------------------ markets

const tickers = ["CRED", "EMEQ", "GOLD", "LTGB", "REIT", "TECH", "USEQ"] as const
const payers = ["CRED", "LTGB"]
const markets = new Map<number, ReadonlyMap<string, ReadonlyArray<Bar>>>()

function marketOf(seed: number): ReadonlyMap<string, ReadonlyArray<Bar>> {
  const made = markets.get(seed) ?? byAsset(generateDemoMarket({ seed, tickers: [...tickers, "TBIL"] }).bars)
  markets.set(seed, made)
  return made
}

function byAsset(bars: Bars): ReadonlyMap<string, ReadonlyArray<Bar>> {
  const of = new Map<string, Array<Bar>>(bars.tickers.map((name) => [name, []]))
  for (let at = 0; at < bars.session.length; at++) {
    const name = bars.tickers[bars.ticker[at]!]!
    of.get(name)!.push({
      day: bars.session[at]!,
      name,
      open: bars.open[at]!,
      high: bars.high[at]!,
      low: bars.low[at]!,
      close: bars.close[at]!,
      adj_close: bars.adjClose[at]!,
      volume: bars.volume[at]!,
      dividend: bars.dividend[at]!,
      split_ratio: bars.splitRatio[at]!,
    })
  }
  return of
}

function nameOf(draw: Draw): string {
  const letter = () => String.fromCharCode(65 + Math.floor(draw() * 26))
  return Array.from({ length: between(draw, 2, 5) }, letter).join("")
}

/** A few assets over some sessions, under names of their own, and the fault in one of them. */
export function sceneOf(plant: Plant, size: number, seed: number): Scene {
  const draw = drawOf(seed)
  const market = marketOf(31 + (seed % 2))
  const sessions = plant.sessions?.(size) ?? 330
  const start = between(draw, 0, market.get("GOLD")!.length - sessions)
  const kin = oneOf(draw, plant.victims ?? tickers)
  const columns = plant.columns ?? allColumns
  // without its record, or with prices said to be adjusted for it, the split of TECH would be a defect too
  const isSound = columns.includes("split_ratio") && plant.options?.adjustment !== "split"
  const fit = [...tickers, "TBIL"].filter((ticker) => ticker !== "TECH" || isSound)
  const others = fit.filter((ticker) => ticker !== kin && draw() < 0.4)
  if (others.length === 0) others.push(kin === "USEQ" ? "REIT" : "USEQ")
  const taken = new Set<string>()
  const cut = (ticker: string): [string, ReadonlyArray<Bar>] => {
    let name = nameOf(draw)
    while (taken.has(name)) name = nameOf(draw)
    taken.add(name)
    const bars = market.get(ticker)!.slice(start, start + sessions)
    return [name, bars.map((bar) => ({ ...bar, name }))]
  }
  const [victim, bars] = cut(kin)
  const rest = new Map(others.map(cut))
  const done = plant.plant(bars, draw, size)
  const assets: ReadonlyArray<ReadonlyArray<Bar>> = [...rest.values(), done.file]
  const order = draw() < 0.5 ? assets : assets.toReversed()
  return {
    before: bars,
    ...done,
    victim,
    others: rest,
    columns,
    table: tableOf(
      ["date", "ticker", ...columns].join(","),
      order.flatMap((each) =>
        each.map((bar) => [formatIsoDate(bar.day), bar.name, ...columns.map((column) => bar[column])]),
      ),
    ),
    options: { adjustment: "raw", ...plant.options, ...done.options },
  }
}

// ----------------------------------------------------------------------------------------------------- editing

const round = (value: number, decimals = 4): number => Number(value.toFixed(decimals))

const edited = (bars: ReadonlyArray<Bar>, at: number, cells: Partial<Bar>): ReadonlyArray<Bar> =>
  bars.with(at, { ...bars[at]!, ...cells })

const editedFrom = (
  bars: ReadonlyArray<Bar>,
  from: number,
  count: number,
  edit: (bar: Bar, i: number) => Partial<Bar>,
): ReadonlyArray<Bar> =>
  bars.map((bar, i) => (i < from || i >= from + count ? bar : { ...bar, ...edit(bar, i - from) }))

/** Every price of a bar but the adjusted one. */
const times = (bar: Bar, factor: number): Partial<Bar> => ({
  open: bar.open! * factor,
  high: bar.high! * factor,
  low: bar.low! * factor,
  close: bar.close! * factor,
})

const empty: Partial<Bar> = {
  open: null,
  high: null,
  low: null,
  close: null,
  adj_close: null,
  volume: null,
  dividend: null,
  split_ratio: null,
}

/** Place of a stretch with `room` rows before and after it. */
const placeOf = (bars: ReadonlyArray<Bar>, draw: Draw, rows: number, room = 25): number =>
  between(draw, room, bars.length - rows - room)

const without = (bars: ReadonlyArray<Bar>, at: number, rows = 1): ReadonlyArray<Bar> =>
  bars.filter((_, i) => i < at || i >= at + rows)

/** The days between the first and the last row that no row has. */
const daysWithout = (bars: ReadonlyArray<Bar>, isWeekend: boolean): ReadonlyArray<number> => {
  const has = new Set(bars.map(({ day }) => day))
  const [first, last] = [bars[0]!.day, bars.at(-1)!.day]
  return Array.from({ length: last - first }, (_, i) => first + i).filter(
    (day) => !has.has(day) && weekdayOf(day) >= 5 === isWeekend,
  )
}

/** Rows on those days: the bar before once more, or one moved a little. */
function addRows(bars: ReadonlyArray<Bar>, days: ReadonlyArray<number>, draw: Draw): ReadonlyArray<Bar> {
  const isCopy = draw() < 0.5
  const extra = days.map((day): Bar => {
    const last = bars.findLast((bar) => bar.day < day)!
    const move = isCopy ? 1 : 0.99 + draw() * 0.02
    const moved = Object.fromEntries(
      ([...prices, "adj_close"] as const).map((column) => [column, round(last[column]! * move)]),
    )
    return { ...last, ...moved, day, dividend: 0, split_ratio: 1 }
  })
  return [...bars, ...extra].sort((left, right) => left.day - right.day)
}

const someOf = <A>(draw: Draw, of: ReadonlyArray<A>, count: number): ReadonlyArray<A> =>
  of
    .map((one) => [draw(), one] as const)
    .sort((left, right) => left[0] - right[0])
    .slice(0, count)
    .map(([, one]) => one)

const inOrder = (days: ReadonlyArray<number>): ReadonlyArray<number> => days.toSorted((a, b) => a - b)

/** The highest and the lowest price of a row and both its neighbours, leaving one cell aside. */
function around(bars: ReadonlyArray<Bar>, at: number, aside?: Column): readonly [number, number] {
  const seen = [-1, 0, 1].flatMap((by) =>
    prices.flatMap((column) => (by === 0 && column === aside ? [] : [bars[at + by]![column]!])),
  )
  return [Math.min(...seen), Math.max(...seen)]
}

// ----------------------------------------------------------------------------------------------- rows and dates

const addedRows =
  (isWeekend: boolean): Plant["plant"] =>
  (bars, draw, size) => {
    const days = inOrder(someOf(draw, daysWithout(bars, isWeekend), size))
    return { file: addRows(bars, days, draw), from: [days[0]!], left: bars, repaired: bars }
  }

const duplicated = (edit: (bar: Bar, draw: Draw, size: number) => Partial<Bar>): Plant["plant"] => {
  return (bars, draw, size) => {
    const at = placeOf(bars, draw, 1)
    const second = { ...bars[at]!, ...edit(bars[at]!, draw, size) }
    return { file: bars.toSpliced(at + 1, 0, second), from: [bars[at]!.day] }
  }
}

const emptied = (cells: (bar: Bar, draw: Draw) => Partial<Bar>): Plant["plant"] => {
  return (bars, draw, size) => {
    const at = placeOf(bars, draw, size)
    const file = editedFrom(bars, at, size, (bar) => cells(bar, draw))
    return { file, from: [bars[at]!.day], until: bars[at + size - 1]!.day, left: without(bars, at, size) }
  }
}

const rowKinds: ReadonlyArray<Plant> = [
  {
    kind: "unsorted_rows",
    how: "rows that stand later",
    sizes: [60, 5, 1],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, size + 40)
      const to = at + between(draw, 1, 40)
      const moved = bars.slice(at, at + size)
      return { file: without(bars, at, size).toSpliced(to, 0, ...moved), from: [moved[0]!.day] }
    },
  },
  {
    kind: "ticker_case",
    how: "rows under the name in small letters",
    sizes: [120, 5, 1],
    plant: (bars, draw, size) => {
      const days = new Set(someOf(draw, bars.slice(1, -1), size).map(({ day }) => day))
      const file = bars.map((bar) => (days.has(bar.day) ? { ...bar, name: bar.name.toLowerCase() } : bar))
      return {
        file,
        from: [Math.min(...days)],
        left: file.filter(({ name }) => name === name.toUpperCase()),
      }
    },
    // the name in small letters is an asset of its own then, of few rows
    besideIfKept: ["missing_session", "ticker_reuse", "late_start", "early_end", "adjustment_inconsistent"],
  },
  {
    kind: "no_prices",
    how: "assets without a price",
    sizes: [1],
    plant: (bars) => ({ file: bars.map((bar) => ({ ...bar, ...empty })), from: [], left: [] }),
    beside: ["blank_rows"],
  },
  {
    kind: "no_prices",
    how: "assets that end before the dates asked for",
    sizes: [1],
    plant: (bars, draw) => {
      const at = placeOf(bars, draw, 1)
      return {
        file: bars.slice(0, at),
        from: [],
        left: [],
        options: { from: formatIsoDate(bars[at]!.day) },
      }
    },
  },
  {
    kind: "future_date",
    how: "sessions after the day of retrieval",
    sizes: [20, 1],
    plant: (bars, _, size) => {
      const last = bars.at(-1)!
      const extra = Array.from({ length: size }, (__, i): Bar => ({ ...last, day: last.day + 1 + i }))
      const move = (bar: Bar, i: number): Bar => ({ ...bar, ...times(bar, 1 + 0.001 * (i + 1)), dividend: 0 })
      return {
        file: [...bars, ...extra.map(move)],
        from: [last.day + 1],
        left: bars,
        options: { today: last.day },
      }
    },
  },
  {
    kind: "outside_calendar",
    how: "rows before 1960",
    sizes: [200, 1],
    plant: (bars, _, size) => {
      const early = bars.slice(0, size).map((bar) => ({ ...bar, day: bar.day - 24837 }))
      return { file: [...early, ...bars], from: [early[0]!.day], until: early.at(-1)!.day, left: bars }
    },
  },
  ...([-1, 1] as const).map(
    (by): Plant => ({
      kind: "time_zone_shift",
      how: `rows, dates ${by} day`,
      sizes: [330, 60, 15],
      sessions: (size) => (size === 15 ? 18 : size),
      plant: (bars, draw, size) => {
        const middle = bars.filter(({ day }, i) => i > 0 && weekdayOf(day) % 4 !== 0 && i < bars.length - 1)
        const gone = new Set(someOf(draw, middle, bars.length - size))
        const before = bars.filter((bar) => !gone.has(bar))
        const file = before.map((bar) => ({ ...bar, day: bar.day + by }))
        return { file, before, from: [file[0]!.day] }
      },
      beside: ["missing_session"],
    }),
  ),
  {
    kind: "other_calendar",
    how: "days without a session that have rows",
    sizes: [400, 3],
    sessions: (size) => (size === 3 ? 50 : 330),
    plant: (bars, draw, size) => {
      const days = [...daysWithout(bars, true), ...daysWithout(bars, false)]
      const taken = inOrder(someOf(draw, days, size))
      return { file: addRows(bars, taken, draw), from: [taken[0]!], left: bars }
    },
  },
  { kind: "weekend_row", how: "rows", sizes: [6, 1], plant: addedRows(true) },
  { kind: "holiday_row", how: "rows", sizes: [4, 1], plant: addedRows(false) },
  {
    kind: "duplicate_identical",
    how: "second row",
    sizes: [1],
    plant: (bars, draw, size) => ({ ...duplicated(() => ({}))(bars, draw, size), left: bars }),
  },
  {
    kind: "duplicate_identical",
    how: "second row, far from the first",
    sizes: [1],
    plant: (bars, draw) => {
      const at = placeOf(bars, draw, 1)
      return { file: [...bars, bars[at]!], from: [bars[at]!.day], left: bars }
    },
    beside: ["unsorted_rows"],
  },
  {
    kind: "duplicate_conflicting",
    how: "relative difference of one price",
    sizes: [0.1, 1e-3, 1e-6],
    plant: duplicated((bar, draw, size) => {
      const column = oneOf(draw, ["open", "high", "low", "close", "adj_close"] as const)
      return { [column]: bar[column]! * (1 + size) }
    }),
  },
  {
    kind: "duplicate_conflicting",
    how: "shares",
    sizes: [1],
    plant: duplicated((bar, _, size) => ({ volume: bar.volume! + size })),
  },
  {
    kind: "partial_last_bar",
    how: "row",
    sizes: [1],
    plant: (bars, draw) => {
      const last = { ...bars.at(-1)!, close: null, adj_close: null }
      const cells = draw() < 0.5 ? { high: null, low: null, volume: null } : {}
      return { file: bars.with(-1, { ...last, ...cells }), from: [last.day] }
    },
  },
  { kind: "blank_rows", how: "rows", sizes: [40, 1], plant: emptied(() => empty) },
  {
    kind: "blank_rows",
    how: "rows with a volume of 0 and words for no action",
    sizes: [10, 1],
    plant: emptied(() => ({ ...empty, volume: 0, dividend: 0, split_ratio: 1 })),
  },
  {
    kind: "no_close",
    how: "rows",
    sizes: [10, 1],
    plant: emptied((_, draw) => ({
      close: null,
      adj_close: null,
      dividend: 0,
      split_ratio: 1,
      ...(draw() < 0.5 ? { high: null } : {}),
    })),
    // the split or dividend of the day goes with the row
    victims: ["GOLD"],
  },
  {
    kind: "action_without_close",
    how: "dividend a price",
    sizes: [0.05, 0.001],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const file = edited(bars, at, { ...empty, dividend: round(bars[at]!.close! * size), split_ratio: 1 })
      return { file, from: [bars[at]!.day] }
    },
    beside: ["adjustment_inconsistent", "missing_session"],
  },
  {
    kind: "action_without_close",
    how: "split",
    sizes: [3, 2],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const file = editedFrom(bars, 0, at, (bar) => times(bar, size))
      return {
        file: edited(file, at, { ...empty, dividend: 0, split_ratio: size }),
        from: [bars[at]!.day],
      }
    },
    // dropping the record leaves a jump
    beside: ["suspected_split", "missing_session"],
    columns: withoutAdjusted.concat("dividend", "split_ratio"),
  },
]

// -------------------------------------------------------------------------------------------- impossible cells

/** A price cell; where it is the close, the row goes with it. */
const badCell = (column: Column, value: (bar: Bar, size: number) => number): Plant["plant"] => {
  return (bars, draw, size) => {
    const at = placeOf(bars, draw, 1)
    const file = edited(bars, at, { [column]: value(bars[at]!, size) })
    const left = column === "close" ? without(bars, at) : edited(bars, at, { [column]: null })
    return { file, from: [bars[at]!.day], left }
  }
}

const cellKinds: ReadonlyArray<Plant> = [
  ...[...prices, "adj_close" as const].flatMap(
    (column): ReadonlyArray<Plant> => [
      { kind: "zero_price", how: `${column} 0`, sizes: [1], plant: badCell(column, () => 0) },
      {
        kind: "negative_price",
        how: `${column} of this size below 0`,
        sizes: [100, 0.01],
        plant: badCell(column, (_, size) => -size),
      },
    ],
  ),
  {
    kind: "negative_volume",
    how: "shares below 0",
    sizes: [1e6, 1],
    plant: badCell("volume", (_, size) => -size),
  },
  {
    kind: "negative_action",
    how: "dividend below 0",
    sizes: [1, 0.01],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      return { file: edited(bars, at, { dividend: -size }), from: [bars[at]!.day] }
    },
  },
  {
    kind: "negative_action",
    how: "split ratio below 0",
    sizes: [2, 0.5],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      return { file: edited(bars, at, { split_ratio: -size }), from: [bars[at]!.day] }
    },
  },
  {
    kind: "high_low_swapped",
    how: "of the price",
    sizes: [0.04, 1e-3, 1e-5, 1e-6],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const { close } = bars[at]!
      const high = round(Math.ceil((close! * (1 + size)) / 1e-4 - 1e-6) * 1e-4)
      const before = edited(bars, at, { open: draw() < 0.5 ? close! : high, low: close!, high })
      const file = edited(before, at, { low: high, high: close! })
      const left = edited(file, at, { low: null, high: null })
      return { file, before, left, from: [bars[at]!.day] }
    },
    besideIfKept: ["outside_range"],
  },
  ...(["open", "close"] as const).flatMap((column) =>
    ([1, -1] as const).map(
      (side): Plant => ({
        kind: "bad_tick",
        how: `of the price, ${column} ${side === 1 ? "up" : "down"}`,
        sizes: [0.6, 0.2, 0.0502],
        plant: (bars, draw, size) => {
          const at = placeOf(bars, draw, 1)
          const [low, high] = around(bars, at, column)
          const value = round(side === 1 ? high * (1 + size) : low * (1 - size))
          const left = column === "close" ? without(bars, at) : edited(bars, at, { [column]: null })
          return { file: edited(bars, at, { [column]: value }), from: [bars[at]!.day], left }
        },
        within: 2e-6,
        besideIfKept: ["outside_range", "adjustment_inconsistent", "adj_close_spike", "price_spike"],
        ...(column === "open" ? { cannotRepair: "drop" as const } : {}),
      }),
    ),
  ),
  {
    kind: "bad_tick",
    how: "of the price, close and adj_close with it",
    sizes: [0.6, 0.0502],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const [, high] = around(bars, at, "close")
      const close = round(high * (1 + size))
      const adj_close = round((bars[at]!.adj_close! * close) / bars[at]!.close!, 6)
      return { file: edited(bars, at, { close, adj_close }), from: [bars[at]!.day], left: without(bars, at) }
    },
    besideIfKept: ["outside_range", "price_spike"],
    cannotRepair: "drop",
  },
  ...(["high", "low"] as const).map(
    (column): Plant => ({
      kind: "outside_range",
      how: `of the price, ${column}`,
      sizes: [3e-3, 1e-4, 1e-6],
      plant: (bars, draw, size) => {
        const room = bars.map(
          ({ open, high, low, close }) => Math.abs(open! - close!) / (high! - low! + close!),
        )
        const fits = [...bars.keys()].filter((i) => i > 25 && i < bars.length - 25 && room[i]! > 1.5 * size)
        const at = oneOf(draw, fits)
        const { open, close } = bars[at]!
        const by = Math.ceil((close! * size) / 1e-4 - 1e-6) * 1e-4
        const value = round(column === "high" ? Math.max(open!, close!) - by : Math.min(open!, close!) + by)
        const left = edited(bars, at, { [column]: null })
        return { file: edited(bars, at, { [column]: value }), from: [bars[at]!.day], left }
      },
    }),
  ),
]

// -------------------------------------------------------------------------------------------- levels and splits

/** All rows before a day as they were before a split: money a share times the ratio, shares divided, adj_close as it is. */
const beforeSplit = (bars: ReadonlyArray<Bar>, at: number, ratio: number): ReadonlyArray<Bar> =>
  editedFrom(bars, 0, at, (bar) => ({
    ...times(bar, ratio),
    volume: Math.round(bar.volume! / ratio),
    dividend: bar.dividend! * ratio,
  }))

const unitChange = (how: string, edit: (bar: Bar, factor: number) => Partial<Bar>): ReadonlyArray<Plant> =>
  [60, 10, 2].map((rows) => ({
    kind: "unit_change",
    how: `times, for ${rows} rows, ${how}`,
    sizes: [1000, 100, 0.01, 0.001],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, rows)
      const file = editedFrom(bars, at, rows, (bar) => edit(bar, size))
      return { file, from: [bars[at]!.day], until: bars[at + rows - 1]!.day }
    },
    within: 1e-12,
    // cents beside an adj_close in dollars look like a stretch in which the two are one
    besideIfKept: ["adjustment_inconsistent", ...(how === "every price" ? [] : ["mixed_adjustment"])],
  }))

const levelKinds: ReadonlyArray<Plant> = [
  ...unitChange("every price", (bar, by) => ({ ...times(bar, by), adj_close: bar.adj_close! * by })),
  ...unitChange("adj_close as it was", times),
  {
    kind: "unit_change",
    how: "times, to the end",
    sizes: [100, 0.01],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 30)
      const edit = (bar: Bar) => ({ ...times(bar, size), adj_close: bar.adj_close! * size })
      const file = editedFrom(bars, at, bars.length, edit)
      return { file, from: [bars[at]!.day], until: bars.at(-1)!.day }
    },
    besideIfKept: ["adjustment_inconsistent"],
    cannotRepair: "refuse",
  },
  ...([1, -1] as const).map(
    (side): Plant => ({
      kind: "adj_close_spike",
      how: `of the price, ${side === 1 ? "up" : "down"}`,
      sizes: [0.6, 0.05, 0.0101],
      plant: (bars, draw, size) => {
        const at = placeOf(bars, draw, 1)
        const adj_close = round(bars[at]!.adj_close! * (1 + side * size), 6)
        return {
          file: edited(bars, at, { adj_close }),
          from: [bars[at]!.day],
          left: edited(bars, at, { adj_close: null }),
        }
      },
      within: 5e-6,
      besideIfKept: ["adjustment_inconsistent"],
    }),
  ),
  {
    kind: "adjustment_contradicted",
    how: "ratio recorded, no jump, stated raw",
    sizes: [10, 3, 1.5, 1 / 1.5, 0.25],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      return { file: edited(bars, at, { split_ratio: size }), from: [bars[at]!.day] }
    },
    besideIfKept: ["adjustment_inconsistent"],
  },
  {
    kind: "adjustment_contradicted",
    how: "ratio recorded, prices jump by it, stated adjusted for splits",
    sizes: [10, 3, 1.5, 1 / 1.5, 0.25],
    options: { adjustment: "split" },
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const file = edited(beforeSplit(bars, at, size), at, { split_ratio: size })
      return { file, from: [bars[at]!.day] }
    },
    victims: ["GOLD", "LTGB", "REIT"],
    policies: ["refuse"], // kept, its prices are multiplied by the ratio once more, as those of all splits are
  },
  {
    kind: "adjustment_inconsistent",
    how: "step of adj_close, of the price, on top of twice the rounding",
    sizes: [0.2, 0.005, 1e-4, 1e-6],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const [last, bar] = [bars[at - 1]!, bars[at]!]
      const isMove = bar.adj_close! / last.adj_close!
      const shouldBe = (bar.close! * bar.split_ratio!) / (last.close! - bar.dividend!)
      const rounding =
        0.5e-4 * (1 / last.close! + 1 / bar.close!) + 0.5e-6 * (1 / last.adj_close! + 1 / bar.adj_close!)
      const step = size * 1.02 + 2 * rounding
      const factor = isMove / (shouldBe * (1 + (draw() < 0.5 ? step : -step)))
      const edit = (each: Bar) => ({ adj_close: round(each.adj_close! * factor, 6) })
      return { file: editedFrom(bars, 0, at, edit), from: [bar.day] }
    },
  },
  {
    kind: "adjustment_inconsistent",
    how: "dividends left out",
    sizes: [1],
    victims: payers,
    plant: (bars, draw) => {
      const at = oneOf(
        draw,
        [...bars.keys()].filter((i) => i > 5 && bars[i]!.dividend! > 0),
      )
      return { file: edited(bars, at, { dividend: 0 }), from: [bars[at]!.day] }
    },
  },
  {
    kind: "unadjusted_split",
    how: "ratio",
    sizes: [20, 7, 3, 2, 1.5, 1 / 1.5, 0.5, 0.1],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const file = beforeSplit(bars, at, size)
      return { file, from: [bars[at]!.day], repaired: edited(file, at, { split_ratio: size }) }
    },
    besideIfKept: ["adjustment_inconsistent"],
    victims: tickers.filter((ticker) => ticker !== "TECH"),
    within: 1e-12,
  },
  {
    kind: "unadjusted_split",
    how: "ratio, in a file without columns of actions",
    sizes: [20, 3, 2, 1.5, 1 / 1.5, 0.5, 0.1],
    columns: ["open", "high", "low", "close", "adj_close", "volume"],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const file = beforeSplit(bars, at, size)
      return { file, from: [bars[at]!.day], repaired: edited(file, at, { split_ratio: size }) }
    },
    besideIfKept: ["adjustment_inconsistent", "large_implied_dividend", "negative_implied_dividend"],
    victims: ["GOLD", "LTGB", "USEQ"],
  },
  {
    kind: "unadjusted_split",
    how: "ratio, on a day that rises by a quarter",
    sizes: [2, 1.5, 0.5],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const rise = (bar: Bar) => ({ ...times(bar, 1.25), dividend: bar.dividend! * 1.25 })
      const later = editedFrom(bars, at, bars.length, (bar) => ({
        ...rise(bar),
        adj_close: bar.adj_close! * 1.25,
      }))
      const file = beforeSplit(later, at, size)
      return { file, from: [bars[at]!.day], repaired: edited(file, at, { split_ratio: size }) }
    },
    victims: ["GOLD", "EMEQ"],
    within: 1e-12,
  },
  {
    kind: "unadjusted_split",
    how: "ratio, off by 0.29 %",
    sizes: [4, 2, 1.5],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const file = beforeSplit(bars, at, size * (draw() < 0.5 ? 1.0029 : 0.9971))
      return { file, from: [bars[at]!.day], repaired: edited(file, at, { split_ratio: size }) }
    },
    beside: ["adjustment_inconsistent"],
    victims: ["GOLD", "LTGB", "CRED"],
  },
  {
    kind: "suspected_split",
    how: "ratio",
    sizes: [10, 4, 3, 2, 0.5, 0.2],
    columns: withoutAdjusted,
    plant: (bars, draw, size) => {
      const calm = [...bars.keys()].filter(
        (i) => i > 60 && i < bars.length - 25 && Math.abs(bars[i]!.close! / bars[i - 1]!.close! - 1) < 0.03,
      )
      const at = oneOf(draw, calm)
      return { file: beforeSplit(bars, at, size), from: [bars[at]!.day] }
    },
    victims: tickers.filter((ticker) => ticker !== "TECH"),
  },
  ...[
    { beside: "and adj_close", columns: allColumns, least: 1.65 },
    { beside: "without adj_close", columns: withoutAdjusted, least: 1.65 },
    { beside: "closes alone", columns: ["close" as const], least: 2.05 },
  ].map(
    ({ beside, columns, least }): Plant => ({
      kind: "price_spike",
      how: `times, a whole bar ${beside}`,
      sizes: [8, 3, least, 1 / least, 0.3, 0.15],
      columns,
      plant: (bars, draw, size) => {
        const at = placeOf(bars, draw, 1)
        const { low, high } = bars[at]!
        const [least, most] = around(bars, at)
        const factor = size > 1 ? (most / low!) * size : (least / high!) * size
        const adj_close = round(bars[at]!.adj_close! * factor, 6)
        return { file: edited(bars, at, { ...times(bars[at]!, factor), adj_close }), from: [bars[at]!.day] }
      },
      victims: tickers.filter((ticker) => ticker !== "TECH"),
    }),
  ),
  {
    kind: "price_spike",
    how: "times, a whole bar beside an adj_close as it was",
    sizes: [8, 2, 1.5, 1.06, 0.94, 0.5, 0.1],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, 1)
      const { low, high } = bars[at]!
      const [least, most] = around(bars, at)
      const factor = size > 1 ? (most / low!) * size : (least / high!) * size
      return { file: edited(bars, at, times(bars[at]!, factor)), from: [bars[at]!.day] }
    },
    victims: ["CRED", "LTGB", "USEQ"],
    beside: ["adjustment_inconsistent"],
  },
  {
    kind: "mixed_adjustment",
    how: "rows",
    sizes: [60, 20, 5],
    victims: payers,
    plant: (bars, draw, size) => {
      const gap = (bar: Bar) => 1 - bar.adj_close! / bar.close!
      const end = bars.findLastIndex((bar) => gap(bar) >= 0.0051)
      const at = draw() < 0.5 ? between(draw, 25, end - size - 1) : end - size - 1
      const file = editedFrom(bars, at, size, (bar) => ({
        ...times(bar, bar.adj_close! / bar.close!),
        close: bar.adj_close,
      }))
      return { file, from: [bars[at]!.day], until: bars[at + size - 1]!.day }
    },
    besideIfKept: ["adjustment_inconsistent"],
  },
]

// ----------------------------------------------------------------------------------------------------- liveliness

const gapOf = (bars: ReadonlyArray<Bar>, draw: Draw, size: number) => {
  const at = placeOf(bars, draw, size)
  return { at, file: without(bars, at, size), first: bars[at]!.day, last: bars[at + size - 1]!.day }
}

const livelyKinds: ReadonlyArray<Plant> = [
  ...([0, null] as const).map(
    (volume): Plant => ({
      kind: "padded_rows",
      how: `rows, volume ${volume ?? "empty"}`,
      sizes: [120, 20, 5],
      plant: (bars, _, size) => {
        const at = bars.length - size
        const { close, adj_close } = bars[at - 1]!
        const pad = {
          open: close,
          high: close,
          low: close,
          close,
          adj_close,
          volume,
          dividend: 0,
          split_ratio: 1,
        }
        return {
          file: editedFrom(bars, at, size, () => pad),
          from: [bars[at]!.day],
          until: bars.at(-1)!.day,
          left: bars.slice(0, at),
        }
      },
      victims: ["GOLD", "EMEQ", "USEQ"],
      besideIfKept: ["stale_prices", "zero_volume"],
    }),
  ),
  {
    kind: "stale_prices",
    how: "repeats of a whole bar",
    sizes: [20, 5, 2],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, size)
      const { day: _, name: __, ...cells } = bars[at - 1]!
      const file = editedFrom(bars, at, size, () => ({ ...cells, dividend: 0, split_ratio: 1 }))
      return { file, from: [bars[at]!.day], until: bars[at + size - 1]!.day }
    },
    victims: ["GOLD"],
  },
  {
    kind: "stale_prices",
    how: "repeats of a bar whose open is not its close, volumes apart",
    sizes: [20, 5, 2],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, size)
      const { open, high, low, close, adj_close } = bars[at - 1]!
      const file = editedFrom(bars, at, size, () => ({ open, high, low, close, adj_close }))
      return { file, from: [bars[at]!.day], until: bars[at + size - 1]!.day }
    },
    victims: ["GOLD"],
  },
  {
    kind: "stale_prices",
    how: "repeats of a bar of one price",
    sizes: [20, 5],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, size)
      const { close, adj_close } = bars[at - 1]!
      const flat = { open: close, high: close, low: close, close, adj_close }
      const file = editedFrom(bars, at - 1, size + 1, () => flat)
      return { file, from: [bars[at]!.day], until: bars[at + size - 1]!.day }
    },
    victims: ["GOLD"],
  },
  {
    kind: "zero_volume",
    how: "rows",
    sizes: [12, 1],
    plant: (bars, draw, size) => {
      const at = placeOf(bars, draw, size)
      const file = editedFrom(bars, at, size, () => ({ volume: 0 }))
      return { file, from: [bars[at]!.day], until: bars[at + size - 1]!.day }
    },
  },
  {
    kind: "no_volume",
    how: "assets",
    sizes: [1],
    plant: (bars) => ({ file: bars.map((bar) => ({ ...bar, volume: 0 })), from: [] }),
  },
  {
    kind: "missing_session",
    how: "sessions",
    sizes: [60, 10, 1],
    plant: (bars, draw, size) => {
      const { file, first, last } = gapOf(bars, draw, size)
      return { file, from: [first], until: last }
    },
    // dividends of the days that are gone
    beside: ["adjustment_inconsistent"],
  },
  {
    kind: "ticker_reuse",
    how: "sessions",
    sizes: [220, 126],
    plant: (bars, draw, size) => {
      const { at, file, first } = gapOf(bars, draw, size)
      return { file, from: [first, file[at]!.day] }
    },
    beside: ["missing_session", "adjustment_inconsistent"],
  },
  {
    kind: "late_start",
    how: "sessions",
    sizes: [200, 1],
    plant: (bars, _, size) => ({ file: bars.slice(size), from: [bars[size]!.day, bars[0]!.day] }),
  },
  {
    kind: "early_end",
    how: "sessions",
    sizes: [200, 1],
    plant: (bars, _, size) => {
      const file = bars.slice(0, bars.length - size)
      return { file, from: [file.at(-1)!.day, bars[bars.length - size]!.day] }
    },
  },
  {
    kind: "coarse_rounding",
    how: "least close, written with two digits",
    sizes: [0.8, 3, 4.98],
    plant: (bars, _, size) => {
      const least = Math.min(...bars.map(({ close }) => close!))
      const edit = (bar: Bar): Partial<Bar> =>
        Object.fromEntries(
          ([...prices, "adj_close"] as const).map((column) => [
            column,
            round((bar[column]! * size) / least, 2),
          ]),
        )
      return { file: bars.map((bar) => ({ ...bar, ...edit(bar), dividend: 0 })), from: [] }
    },
    victims: ["GOLD", "EMEQ"],
    columns: ["open", "high", "low", "close", "adj_close", "volume", "split_ratio"],
    sessions: (size) => (size === 3 ? 20 : 330),
    besideIfKept: ["large_implied_dividend", "negative_implied_dividend"],
  },
]

/** Everything but what only text can hold. */
export const plants: ReadonlyArray<Plant> = [...rowKinds, ...cellKinds, ...levelKinds, ...livelyKinds]

// --------------------------------------------------------------------------------------------------------- text

/** One cell of a file of text, written otherwise. */
export interface TextPlant {
  readonly kind: string
  readonly how: string
  readonly columns: ReadonlyArray<"date" | Column>
  /** as the file has it */
  readonly text: (cell: string, draw: Draw) => string
  /** what is known of the cell if it is kept: what it was, or nothing */
  readonly isKnown: boolean
}

export interface TextScene {
  readonly csv: string
  readonly victim: string
  readonly column: "date" | Column
  readonly date: string
  /** of the file, counted from 1 without the header */
  readonly row: number
  /** rows by asset, as they were */
  readonly before: ReadonlyMap<string, ReadonlyArray<Bar>>
  readonly at: number
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",")
const some = (draw: Draw, texts: ReadonlyArray<string>) => oneOf(draw, texts)

export const textPlants: ReadonlyArray<TextPlant> = [
  {
    kind: "other_date_format",
    how: "month first",
    columns: ["date"],
    text: (cell) => `${cell.slice(5, 7)}/${cell.slice(8)}/${cell.slice(0, 4)}`,
    isKnown: true,
  },
  {
    kind: "other_date_format",
    how: "digits alone",
    columns: ["date"],
    text: (cell) => cell.replaceAll("-", ""),
    isKnown: true,
  },
  {
    kind: "unreadable_date",
    how: "no date",
    columns: ["date"],
    text: (_, draw) => some(draw, ["soon", "2019-02-30", "0000-00-00", "1-2"]),
    isKnown: false,
  },
  {
    kind: "thousands_separator",
    how: "by comma",
    columns: ["volume"],
    text: grouped,
    isKnown: true,
  },
  {
    kind: "decimal_comma",
    how: "for a point",
    columns: ["open", "high", "low", "close", "adj_close"],
    text: (cell) => cell.replace(".", ","),
    isKnown: true,
  },
  {
    kind: "surrounding_space",
    how: "on one side or both",
    columns: ["open", "high", "low", "close", "adj_close", "volume", "dividend"],
    text: (cell, draw) => some(draw, [` ${cell}`, `${cell} `, `  ${cell} `]),
    isKnown: true,
  },
  {
    kind: "nan_literal",
    how: "a word",
    columns: ["open", "high", "low", "volume", "adj_close"],
    text: (_, draw) => some(draw, ["NaN", "N/A", "null"]),
    isKnown: false,
  },
  {
    kind: "text_in_number",
    how: "words, formulas, other spellings",
    columns: ["open", "high", "low", "volume", "adj_close"],
    text: (cell, draw) => some(draw, ["closed", "=1+1", "Infinity", "0x10", `${cell}USD`, "1_000", "--"]),
    isKnown: false,
  },
]

export function textSceneOf(plant: TextPlant, seed: number): TextScene {
  const draw = drawOf(seed)
  const sessions = 40
  const start = between(draw, 0, 2000)
  const before = new Map(
    ["GOLD", "USEQ", "LTGB"].map((ticker): [string, ReadonlyArray<Bar>] => {
      const name = `${nameOf(draw)}${ticker.slice(0, 1)}`
      const bars = marketOf(31)
        .get(ticker)!
        .slice(start, start + sessions)
      return [name, bars.map((bar) => ({ ...bar, name }))]
    }),
  )
  const victim = oneOf(draw, [...before.keys()])
  const column = oneOf(draw, plant.columns)
  const bars = before.get(victim)!
  // a comma before three digits would be a thousand's
  const hasFour = (at: number) => /\.\d{4}/.test(String(bars[at]![column as Column]))
  const places = [...bars.keys()].slice(5, -5).filter((at) => plant.kind !== "decimal_comma" || hasFour(at))
  const at = oneOf(draw, places)
  const assets = [...before.keys()]
  const lines = assets.flatMap((name) =>
    before.get(name)!.map((bar, i) => {
      const cells = [formatIsoDate(bar.day), name, ...allColumns.map((each) => String(bar[each]))]
      const place = column === "date" ? 0 : 2 + allColumns.indexOf(column)
      if (name === victim && i === at) cells[place] = plant.text(cells[place]!, draw)
      return cells.map((cell) => (cell.includes(",") ? `"${cell}"` : cell)).join(",")
    }),
  )
  return {
    csv: [["date", "ticker", ...allColumns].join(","), ...lines, ""].join("\n"),
    victim,
    column,
    date: formatIsoDate(bars[at]!.day),
    row: assets.indexOf(victim) * sessions + at + 1,
    before,
    at,
  }
}
