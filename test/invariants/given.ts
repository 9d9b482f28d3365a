/** Studies as an invariant wants them: the random ones of test/dags, with some of their fields set. */
import * as fc from "fast-check"
import { expect } from "vitest"
import type * as Panel from "../../src/domain/Panel.ts"
import type { Bar } from "../oracle/types.ts"
import { columnAt, inputOf, panelAt, type Program, runProgram } from "../dags/programStudy.ts"
import type { RandomMarket } from "../dags/randomMarket.ts"
import { type GivenStudy, studies } from "../dags/studies.ts"

/** They judge a result, take half of the time, and no invariant reads them. */
const judges = new Set([
  "allocation/cap-bindings",
  "metrics/bootstrap",
  "metrics/capacity",
  "metrics/deflation",
  "metrics/relative",
  "metrics/significance",
])

export const run = ({ market, written }: GivenStudy): Program => runProgram(market, written, judges)

export type Fields = Readonly<Record<string, unknown>>

/** The study with some fields of some sections set; a field that is undefined is left out. */
export function set(given: GivenStudy, sections: Readonly<Record<string, Fields>>): GivenStudy {
  const written: Record<string, unknown> = { ...given.written }
  for (const [name, fields] of Object.entries(sections)) {
    written[name] = JSON.parse(JSON.stringify({ ...(written[name] as object), ...fields }))
  }
  return { market: given.market, written }
}

/** The study with these strategies in place of its own. */
export function withStrategies({ market, written }: GivenStudy, strategies: Fields): GivenStudy {
  return { market, written: { ...written, strategies, meta: {} } }
}

/** Nothing that trades pays. */
export const free = {
  spread_bps: 0,
  slippage_bps: 0,
  impact_coefficient: 0,
  overrides: {},
  asset_classes: {},
}

/** Nobody bounds, scales or levers what the allocator wants. */
export const unbounded = {
  max_weight_per_asset: undefined,
  max_sector_weight: undefined,
  min_assets_held: 1,
  target_vol: undefined,
}

/** The market with other bars; null = no bar. */
export function withBars(
  market: RandomMarket,
  change: (bar: Bar, session: number, asset: string) => Bar | null,
): RandomMarket {
  const bars = Object.entries(market.bars).map(([asset, all]) => [
    asset,
    all.map((bar, t) => bar && change(bar, t, asset)),
  ])
  return { ...market, bars: Object.fromEntries(bars) }
}

/** Half of the way through, every price falls by 70 % between the open and the close. */
function crashing({ market, written }: GivenStudy): GivenStudy {
  const day = Math.floor(market.sessions.length / 2)
  const fallen = (bar: Bar): Bar => ({
    ...bar,
    close: bar.close * 0.3,
    low: Math.min(bar.low, bar.close * 0.3),
  })
  return { market: withBars(market, (bar, t) => (t === day ? fallen(bar) : bar)), written }
}

const threefold = { gross_exposure_cap: 3, net_exposure_target: undefined, per_asset_cap: undefined }

/** Studies that borrow to be long threefold, in a market that crashes or where trading costs most of what is traded. */
export const ruinous: fc.Arbitrary<GivenStudy> = fc
  .tuple(studies, fc.constantFrom(false, false, true))
  .map(([given, isDear]) =>
    set(withStrategies(isDear ? given : crashing(given), { beta: { type: "passthrough" } }), {
      execution: { ...threefold, execution_time: "next_open", price_used: "open" },
      allocation: { combine: "normalise", rebalance: { frequency: "daily", day: "first_trading_day" } },
      risk: unbounded,
      ...(isDear ? { costs: { spread_bps: 8000, scale: 1 } } : {}),
    }),
  )

/** The first `rows` sessions. */
export function marketTo(market: RandomMarket, rows: number): RandomMarket {
  const bars = Object.entries(market.bars).map(([asset, all]) => [asset, all.slice(0, rows)] as const)
  return { ...market, sessions: market.sessions.slice(0, rows), bars: Object.fromEntries(bars) }
}

export const books = ["b0", "b1", "b2", "final"] as const
export type BookName = (typeof books)[number]

/** A book's panels by asset and its series, by column. */
export function bookOf(program: Program, name: BookName) {
  const id = `execution/fills@${name}`
  return {
    panel: (port: string) => rowsOf(program, id, port),
    column: (column: string) => columnAt(program, id, "book", column),
  }
}

/** Rows of a panel, session by session. */
export const rowsOf = (program: Program, id: string, port = "output"): ReadonlyArray<Float64Array> =>
  rowsOfPanel(panelAt(program, id, port))

export const rowsOfPanel = ({ values, assets, calendar }: Panel.Panel): ReadonlyArray<Float64Array> =>
  Array.from(calendar.sessions, (_, t) => values.subarray(t * assets.length, (t + 1) * assets.length))

/** 0 for what is not there. */
export const orZero = (value: number | undefined): number =>
  value === undefined || Number.isNaN(value) ? 0 : value

export const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += orZero(value)
  return total
}

export const gross = (row: Iterable<number>): number => sum(Array.from(row, Math.abs))

/** Fails unless two figures are one up to rounding (absolute below 1, relative above); NaN is NaN. */
export function expectNear(found: number, wanted: number, where: string, tolerance = 1e-10): void {
  const isSame = Object.is(found, wanted) || found === wanted
  if (!isSame && !(Math.abs(found - wanted) <= tolerance * Math.max(1, Math.abs(wanted))))
    expect.fail(`${where}: ${found}, not ${wanted}`)
}

/** Fails unless found ≤ most, up to rounding. */
export function expectAtMost(found: number, most: number, where: string, tolerance = 1e-10): void {
  if (!(found <= most + tolerance)) expect.fail(`${where}: ${found}, above ${most}`)
}

/** Whether a decision comes before the fills of its own session. */
export const decidesFirst = ({ config: { execution } }: Program): boolean =>
  execution.execution_time === "signal_close" ||
  (execution.signal_time === "open" && execution.execution_time === "next_close")

/** Sessions from a decision to its first fill. */
export const lagOf = (program: Program): number =>
  program.config.execution.delay_sessions + (decidesFirst(program) ? 0 : 1)

/** Sessions that no estimate may use: the return of the decision's own has not been made, or ends at the fill. */
export const estimateLag = ({ config: { execution } }: Program): 0 | 1 =>
  execution.execution_time === "signal_close" || execution.signal_time === "open" ? 1 : 0

/** Who has a bar, as a decision of each session knows it: at the open, by the open alone. */
export const decidable = (program: Program): ReadonlyArray<Float64Array> =>
  program.config.execution.signal_time === "open"
    ? rowsOf(program, "data/listing-at-open")
    : rowsOf(program, "data/listing", "state")

/** What each strategy wants, as its decisions know it, session by session. */
export const intentsOf = (program: Program): Readonly<Record<string, ReadonlyArray<Float64Array>>> =>
  Object.fromEntries(
    Object.keys(program.config.strategies).map((name) => [
      name,
      rowsOfPanel(inputOf(program, `execution/exposure@${name}`, "intent")),
    ]),
  )

/** Whether the final book is set anew on every session. */
export const isDaily = ({ config: { risk } }: Program): boolean =>
  risk.target_vol !== undefined && risk.leverage_update === "daily"

/** The price at which a bar can be traded in this study. */
export function fillPrice({ config: { execution } }: Program, bar: Bar): number {
  const used = execution.price_used ?? (execution.execution_time === "next_open" ? "open" : "close")
  return used === "typical" ? (bar.high + bar.low + bar.close) / 3 : bar[used]
}
