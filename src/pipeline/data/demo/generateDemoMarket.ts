import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import type { Bars } from "../Bars.ts"
import { type AssetBars, adjustedCloses } from "./AssetBars.ts"
import type { DemoListing, DemoMarket, DemoOptions, DemoTruth } from "./DemoMarket.ts"
import { demoAssets } from "./demoAssets.ts"
import * as Model from "./demoModel.ts"
import { type BarPlan, makeAssetBars } from "./makeAssetBars.ts"
import { makeVolatilityIndex, volatilityIndex } from "./makeVolatilityIndex.ts"
import { type AssetPath, simulateBills, simulateRisky } from "./simulateAsset.ts"
import { type MarketPath, simulateMarket } from "./simulateMarket.ts"

/**
 * The demo market of a seed: bars, listings and the truth behind them.
 *
 * Pure: the same options give the same bits on every machine. A ticker left out changes no other; an earlier `to` changes
 * no raw column before it, a later `from` no column after it. Model, choices and bounds: docs/demo-market.md.
 */
export function generateDemoMarket(options: DemoOptions): DemoMarket {
  const filled = fill(options)
  const model = Model.makeDemoModel(filled.switches)
  const sessions = sessionsUntil(filled.to)
  const market = simulateMarket(filled.seed, sessions, model)
  const made = filled.tickers.map((ticker) => makeTicker(filled.seed, ticker, market, model))
  const present = made
    .map(({ bars, path }) => ({ bars: from(bars, filled.from), path }))
    .filter(({ bars }) => bars.session.length > 0)
  const bars = present.map((each) => each.bars)
  return {
    bars: merge(bars),
    truth: truthOf(market, filled.from, present),
    listing: listingOf(bars, filled.to),
    options: filled,
  }
}

function fill(options: DemoOptions): DemoMarket["options"] {
  const wanted = options.tickers
  return {
    seed: options.seed >>> 0,
    from: Math.max(options.from ?? Model.firstSession, Model.firstSession),
    to: options.to ?? Model.lastSession,
    tickers: demoAssets
      .map(({ ticker }) => ticker)
      .filter((t) => wanted === undefined || wanted.includes(t))
      .sort(),
    switches: { ...Model.allSwitches, ...options.switches },
  }
}

/** The burn-in, then the sessions up to `to`. */
function sessionsUntil(to: number): Int32Array {
  const { nyse } = ExchangeCalendar
  let first = Model.firstSession
  for (let back = 0; back < Model.burnIn; back++) first = nyse.previous(first)
  return ExchangeCalendar.sessionsBetween(nyse, first, Math.max(to, nyse.previous(Model.firstSession)))
}

// ------------------------------------------------------------------------------------------------------- tickers

interface Made {
  readonly bars: AssetBars
  readonly path: AssetPath | undefined
}

function makeTicker(seed: number, ticker: string, market: MarketPath, model: Model.DemoModel): Made {
  if (ticker === volatilityIndex) {
    return { bars: makeVolatilityIndex(seed, market, model, Model.burnIn), path: undefined }
  }
  const asset = Model.riskyAssets.find((one) => one.ticker === ticker)
  const age = ticker === "GONE" ? sessionsBeforeGone() : new Map<number, number>()
  const isDeclining = (session: number) => (age.get(session) ?? Infinity) < Model.goneDecline.sessions
  const path =
    asset === undefined
      ? simulateBills(seed, market, model)
      : simulateRisky(seed, asset, market, model, (t) =>
          model.switches.premia && isDeclining(market.sessions[t]!) ? Model.goneDecline.perYear : 0,
        )
  const plan = asset === undefined ? billsPlan(market) : riskyPlan(asset, age)
  const isListed = (session: number) =>
    ticker === "LATE" ? session >= Model.lateListing : ticker !== "GONE" || session < Model.goneDelisting
  return { bars: makeAssetBars(seed, plan, market.sessions, path, Model.burnIn, isListed), path }
}

function riskyPlan(asset: Model.RiskyAsset, age: ReadonlyMap<number, number>): BarPlan {
  return {
    ...asset,
    dividendYield: () => asset.dividendYield,
    splitRatio: (session) => (asset.ticker === "TECH" && session === Model.splitDay ? 4 : 1),
    trading: (session) => {
      const left = age.get(session) ?? Infinity
      return Model.goneHalted.includes(left)
        ? "none"
        : Model.goneUntraded.includes(left)
          ? "untraded"
          : "normal"
    },
  }
}

function billsPlan(market: MarketPath): BarPlan {
  return {
    ...Model.bills,
    overnightDrift: 0,
    medianVolatility: Model.bills.noise * Math.sqrt(Model.sessionsPerYear),
    dividendYield: (t) => market.cashRate[t]!,
    splitRatio: () => 1,
    trading: () => "normal",
  }
}

/** GONE's sessions counted back from its last bar, which is 0. */
function sessionsBeforeGone(): ReadonlyMap<number, number> {
  const age = new Map<number, number>()
  let session = ExchangeCalendar.nyse.previous(Model.goneDelisting)
  for (let left = 0; left < Model.goneDecline.sessions; left++) {
    age.set(session, left)
    session = ExchangeCalendar.nyse.previous(session)
  }
  return age
}

// -------------------------------------------------------------------------------------------------------- output

function from(bars: AssetBars, first: number): AssetBars {
  const start = bars.session.findIndex((session) => session >= first)
  const cut = (column: Array<number>) => (start < 0 ? [] : column.slice(start))
  return {
    ticker: bars.ticker,
    session: cut(bars.session),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
    volume: cut(bars.volume),
    dividend: cut(bars.dividend),
    splitRatio: cut(bars.splitRatio),
  }
}

/** Tickers side by side to one long form, sorted by session and ticker. */
function merge(tickers: ReadonlyArray<AssetBars>): Bars {
  const rows = tickers.flatMap(({ session }, ticker) => session.map((at, row) => ({ at, ticker, row })))
  rows.sort((left, right) => left.at - right.at || left.ticker - right.ticker)
  const adjusted = tickers.map(adjustedCloses)
  const column = (of: (bars: AssetBars, ticker: number) => ArrayLike<number>) =>
    Float64Array.from(rows, ({ ticker, row }) => of(tickers[ticker]!, ticker)[row]!)
  return {
    tickers: tickers.map(({ ticker }) => ticker),
    ticker: Int32Array.from(rows, ({ ticker }) => ticker),
    session: Int32Array.from(rows, ({ at }) => at),
    open: column((bars) => bars.open),
    high: column((bars) => bars.high),
    low: column((bars) => bars.low),
    close: column((bars) => bars.close),
    volume: column((bars) => bars.volume),
    dividend: column((bars) => bars.dividend),
    splitRatio: column((bars) => bars.splitRatio),
    adjClose: column((_, ticker) => adjusted[ticker]!),
  }
}

function listingOf(tickers: ReadonlyArray<AssetBars>, to: number): ReadonlyArray<DemoListing> {
  return tickers.map(({ ticker, session }) => ({
    ticker,
    first: session[0]!,
    delisted: ticker === "GONE" && to >= Model.goneDelisting ? Model.goneDelisting : null,
  }))
}

/** Ten decimals: far more than anything can be estimated, and the same text everywhere. */
const toTenDecimals = (x: number): number => Math.round(x * 1e10) / 1e10

function truthOf(market: MarketPath, first: number, tickers: ReadonlyArray<Made>): DemoTruth {
  const firstRow = market.sessions.findIndex((session) => session >= first)
  const start = firstRow < 0 ? market.sessions.length : firstRow
  const session = market.sessions.slice(start)
  const width = tickers.length
  const [volatilityPerDay, driftPerDay] = [0, 1].map(() => new Float64Array(session.length * width).fill(NaN))
  const row = new Map(Array.from(session, (at, i) => [at, i] as const))
  tickers.forEach(({ bars, path }, column) => {
    if (path === undefined) return
    for (const at of bars.session) {
      const i = row.get(at)
      if (i === undefined) continue
      volatilityPerDay![i * width + column] = toTenDecimals(path.volatility[start + i]!)
      driftPerDay![i * width + column] = toTenDecimals(path.drift[start + i]!)
    }
  })
  return {
    session,
    regime: market.regime.slice(start),
    tickers: tickers.map(({ bars }) => bars.ticker),
    volatilityPerDay: volatilityPerDay!,
    driftPerDay: driftPerDay!,
  }
}
