/** The published bars of one tradable asset from its log returns. */
import { civilDateOf, weekdayOf } from "../../../kernel/civilDate.ts"
import { exp } from "../../../kernel/exp.ts"
import { log } from "../../../kernel/log.ts"
import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import { type AssetBars, emptyBars, push, toPrice } from "./AssetBars.ts"
import { sessionsPerYear } from "./demoModel.ts"
import { makeDemoStream } from "./DemoStream.ts"
import type { AssetPath } from "./simulateAsset.ts"

export interface BarPlan {
  readonly ticker: string
  readonly startPrice: number
  readonly overnight: number
  /** a year */
  readonly overnightDrift: number
  readonly medianVolume: number
  /** a year */
  readonly medianVolatility: number
  /** a year, by session; paid in equal parts on the first session of these months */
  readonly dividendYield: (t: number) => number
  readonly dividendMonths: ReadonlyArray<number>
  /** new shares per old on a session */
  readonly splitRatio: (session: number) => number
  /** `"none"`: no bar that day; `"untraded"`: a bar at the last close without volume */
  readonly trading: (session: number) => "normal" | "none" | "untraded"
}

/** Bars of the sessions from row `from` on, in which the asset is listed and trades. */
export function makeAssetBars(
  seed: number,
  plan: BarPlan,
  sessions: Int32Array,
  path: AssetPath,
  from: number,
  isListed: (session: number) => boolean,
): AssetBars {
  const bars = emptyBars(plan.ticker)
  const day = makeDayShape(seed, plan)
  const volume = makeVolume(seed, plan)
  let lastClose = plan.startPrice
  let sharesPerOld = 1
  let missed = 0 // what happened while nothing was traded: it is in the next open
  for (let t = 0; t < sessions.length; t++) {
    const session = sessions[t]!
    const shares = volume(session, path.logReturn[t]!, path.volatility[t]!)
    if (t < from || !isListed(session)) continue
    const trading = plan.trading(session)
    if (trading !== "normal") {
      missed += path.logReturn[t]!
      if (trading === "untraded") push(bars, session, untraded(lastClose))
      continue
    }
    const first = bars.session.length === 0
    const dividend = first ? 0 : toPrice(dividendOf(plan, t, session) * lastClose)
    const splitRatio = plan.splitRatio(session)
    sharesPerOld *= splitRatio
    const { overnight, high, low } = day(session, path.logReturn[t]!, path.volatility[t]!)
    const base = (lastClose - dividend) / splitRatio
    const open = base * exp(missed + overnight)
    const close = toPrice(base * exp(missed + path.logReturn[t]!))
    push(bars, session, {
      open: toPrice(open),
      high: toPrice(open * exp(high)),
      low: toPrice(open * exp(low)),
      close,
      volume: Math.max(100, Math.round((shares * sharesPerOld) / 100) * 100),
      dividend,
      splitRatio,
    })
    lastClose = close
    missed = 0
  }
  return bars
}

const untraded = (price: number) => ({
  ...{ open: price, high: price, low: price, close: price },
  ...{ volume: 0, dividend: 0, splitRatio: 1 },
})

/** Share of the price that is paid out on a session. */
function dividendOf(plan: BarPlan, t: number, session: number): number {
  if (!plan.dividendMonths.includes(civilDateOf(session).month)) return 0
  if (!ExchangeCalendar.isFirstSessionOfMonth(ExchangeCalendar.nyse, session)) return 0
  return plan.dividendYield(t) / plan.dividendMonths.length
}

/** Splits a day's log return at the open, and draws the exact extremes of the Brownian bridge from open to close. */
function makeDayShape(seed: number, plan: BarPlan) {
  const stream = makeDemoStream(seed, plan.ticker, "bar")
  const u = plan.overnight
  return (session: number, logReturn: number, volatility: number) => {
    const overnight =
      u * logReturn +
      Math.sqrt(u * (1 - u)) * volatility * stream.normal(session, 0) +
      plan.overnightDrift / sessionsPerYear
    const intraday = logReturn - overnight
    const twice = 2 * (1 - u) * volatility * volatility
    const reach = (draw: number) =>
      Math.sqrt(intraday * intraday - twice * log(stream.uniform(session, draw)))
    return { overnight, high: (intraday + reach(1)) / 2, low: (intraday - reach(2)) / 2 }
  }
}

/** Shares of each day, in shares of the first day. To be called once a session, in order. */
function makeVolume(seed: number, plan: BarPlan) {
  const stream = makeDemoStream(seed, plan.ticker, "volume")
  const median = plan.medianVolatility / Math.sqrt(sessionsPerYear)
  const base = log(plan.medianVolume)
  let activity = 0
  return (session: number, logReturn: number, volatility: number): number => {
    activity = 0.6 * activity + 0.22 * stream.normal(session, 0)
    const surprise = 0.26 * (Math.abs(logReturn) / volatility - 0.78)
    return exp(base + activity + surprise + 0.55 * log(volatility / median)) * dayFactor(session)
  }
}

/** Half-days are quiet, expiries of futures and options (third Friday of a quarter's last month) are busy. */
function dayFactor(session: number): number {
  if (ExchangeCalendar.nyse.isHalfDay(session)) return 0.45
  const { month, day } = civilDateOf(session)
  return month % 3 === 0 && weekdayOf(session) === 4 && day >= 15 && day <= 21 ? 1.3 : 1
}
