/** Asks the oracle what the program was asked: the same study in its words, and its own rule of decision dates. */
import * as ExchangeCalendar from "../../src/domain/ExchangeCalendar.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { tradesAt } from "../oracle/accounting.ts"
import { hasEstimates } from "../oracle/allocation.ts"
import { intentOf } from "../oracle/intent.ts"
import { knownIntent, naiveStudy, type Study } from "../oracle/naiveStudy.ts"
import { makeMarket } from "../oracle/returns.ts"
import { type StudyConfig, type StudyInput, withDefaults } from "../oracle/types.ts"
import type { Program } from "./programStudy.ts"
import type { RandomMarket } from "./randomMarket.ts"

type Config = Program["config"]

export function runOracle(market: RandomMarket, config: Config): Study {
  const asked = oracleConfig(market, config)
  const dates = decisionDates(market, config, asked)
  return naiveStudy({ ...market, isDecisionDate: (iso) => dates.has(iso) }, asked)
}

/** The program's config, whose absent fields the oracle writes as null. */
function oracleConfig({ calendar }: RandomMarket, config: Config): StudyConfig {
  const { data, strategies, meta, execution, allocation, risk, costs, metrics } = config
  const names = Object.keys(strategies)
  return {
    data,
    strategies,
    meta: {
      ...meta,
      weights: meta.weights === undefined ? null : names.map((name) => meta.weights![name]!),
    },
    execution: {
      ...execution,
      price_used: execution.price_used ?? null,
      per_asset_cap: execution.per_asset_cap ?? null,
      net_exposure_target: execution.net_exposure_target ?? null,
    },
    allocation: allocation as NonNullable<StudyConfig["allocation"]>,
    risk: {
      ...risk,
      max_weight_per_asset: risk.max_weight_per_asset ?? null,
      max_sector_weight: risk.max_sector_weight ?? null,
      sectors: risk.sectors ?? {},
      target_vol: risk.target_vol ?? null,
      // without a target there is no leverage to update
      leverage_update: risk.target_vol === undefined ? "rebalance" : risk.leverage_update,
    },
    costs,
    metrics: { risk_free: metrics.risk_free ?? null, mar: metrics.mar },
    periods_per_year: calendar === "nyse" ? 252 : 365,
  }
}

// ------------------------------------------------------------------------------------------------ decision dates

/** Sessions of decisions: by the calendar, by changes of intent, and the opening one. */
function decisionDates(market: RandomMarket, config: Config, asked: StudyConfig): ReadonlySet<string> {
  const { frequency, day, on_intent_change } = config.allocation.rebalance
  const { start = "", first_build } = config.period
  const { sessions } = market
  const dates = new Set<string>()
  const scheduled = frequency === "once" ? () => false : inSchedule(market, frequency, day)
  const changes = on_intent_change ? intentChanges(market, asked) : []
  sessions.forEach((iso, t) => {
    if (iso >= start && (scheduled(iso) || changes[t] === true)) dates.add(iso)
  })
  if (frequency === "once" || first_build === "start") {
    const opening =
      start === "" ? firstWithEligible(market, asked) : sessions.findIndex((iso) => iso >= start)
    if (opening >= 0) dates.add(sessions[opening]!)
  }
  return dates
}

const periodOf: Readonly<Record<string, (iso: string) => string>> = {
  daily: (iso) => iso,
  weekly: (iso) => {
    const at = Date.parse(iso)
    const sinceMonday = (new Date(at).getUTCDay() + 6) % 7
    return new Date(at - sinceMonday * 86_400_000).toISOString().slice(0, 10)
  },
  monthly: (iso) => iso.slice(0, 7),
  quarterly: (iso) => `${iso.slice(0, 4)} ${Math.floor((Number(iso.slice(5, 7)) - 1) / 3)}`,
  yearly: (iso) => iso.slice(0, 4),
}

/** All sessions of the years around, in heaps of a period each, and from each heap the one asked for. */
function inSchedule({ calendar, sessions }: RandomMarket, frequency: string, day: string) {
  const exchange = ExchangeCalendar.byName(calendar)
  const heaps = new Map<string, Array<string>>()
  const last = Date.parse(`${Number(sessions.at(-1)!.slice(0, 4)) + 1}-01-15`)
  for (let at = Date.parse(`${Number(sessions[0]!.slice(0, 4)) - 1}-12-15`); at <= last; at += 86_400_000) {
    const iso = new Date(at).toISOString().slice(0, 10)
    if (!exchange.isSession(parseIsoDate(iso)!)) continue
    const period = periodOf[frequency]!(iso)
    heaps.set(period, [...(heaps.get(period) ?? []), iso])
  }
  const chosen = new Set([...heaps.values()].map((heap) => pick(heap, day)))
  return (iso: string) => chosen.has(iso)
}

function pick(heap: ReadonlyArray<string>, day: string): string {
  if (day === "first_trading_day") return heap[0]!
  const weekday = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].indexOf(day)
  if (weekday < 0) return heap.at(-1)!
  // Sunday ends an ISO week
  return heap.find((iso) => (new Date(iso).getUTCDay() + 6) % 7 >= weekday - 1) ?? heap.at(-1)!
}

/** Whether the sign of the equally weighted blend of any asset differs from the session before; at first it is 0. */
function intentChanges(input: RandomMarket, asked: StudyConfig): ReadonlyArray<boolean> {
  const market = makeMarket(inputOf(input), withDefaults(asked))
  const settings = withDefaults(asked)
  const intents = Object.values(asked.strategies).map((strategy) => intentOf(strategy, market))
  const signs = input.sessions.map((_, t) =>
    input.assets.map((__, i) => {
      const known = intents
        .map((intent) => knownIntent(intent, t, settings)[i]!)
        .filter((value) => !Number.isNaN(value))
      const mean = known.reduce((sum, value) => sum + value, 0) / intents.length
      // scores that cancel leave dust, and ties are neutral
      return Math.abs(mean) <= 1e-12 ? 0 : Math.sign(mean)
    }),
  )
  return signs.map((row, t) => row.some((sign, i) => sign !== (t === 0 ? 0 : signs[t - 1]![i])))
}

function firstWithEligible(input: RandomMarket, asked: StudyConfig): number {
  const settings = withDefaults(asked)
  const market = makeMarket(inputOf(input), settings)
  const intents = Object.values(asked.strategies).map((strategy) => intentOf(strategy, market))
  const { signal_time, execution_time } = settings.execution
  const lag = execution_time === "signal_close" || signal_time === "open" ? 1 : 0
  return input.sessions.findIndex((_, t) =>
    market.histories.some(
      (history, i) =>
        tradesAt(history, t, settings) &&
        intents.some((intent) => !Number.isNaN(knownIntent(intent, t, settings)[i]!)) &&
        hasEstimates(market, i, t - lag, t, settings.allocation),
    ),
  )
}

const inputOf = (market: RandomMarket): StudyInput => ({ ...market, isDecisionDate: () => false })
