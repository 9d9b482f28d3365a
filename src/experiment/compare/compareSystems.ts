/** Figures of several systems over the same sessions, and what may be said of their differences. */
import * as Result from "effect/Result"
import { calendarSpans } from "../../kernel/calendarSpans.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { compound } from "../../kernel/compound.ts"
import { mean } from "../../kernel/mean.ts"
import { holm } from "../../kernel/multipleTesting.ts"
import { sharpeDifference } from "../../kernel/sharpeDifference.ts"
import { correlationOf } from "../../kernel/slopeOf.ts"
import { maxDrawdown } from "../../pipeline/metrics/maxDrawdown.ts"
import { evaluate, type ReturnInput, type ReturnMetric } from "../../pipeline/metrics/Metric.ts"
import * as MetricInput from "../../pipeline/metrics/MetricInput.ts"
import { metricCatalogue } from "../../pipeline/metrics/metricCatalogue.ts"
import * as Sheet from "../../pipeline/metrics/Sheet.ts"
import { sharpe } from "../../pipeline/metrics/sharpe.ts"
import { totalReturn } from "../../pipeline/metrics/totalReturn.ts"
import { volatility } from "../../pipeline/metrics/volatility.ts"
import { commonSessions, type CutSystem, type NotComparable } from "./commonSessions.ts"
import type { Compared, ComparedPair, ComparedSystem, ComparedYear, SystemReturns } from "./Comparison.ts"

/** @param systems two or more, with names of their own */
export const compareSystems = (
  systems: ReadonlyArray<SystemReturns>,
): Result.Result<Compared, NotComparable> =>
  Result.map(commonSessions(systems), (cut) => {
    const net = cut.map((system) => inputOf(system, system.net))
    const { days, periodsPerYear } = cut[0]!
    const document = {
      first: formatIsoDate(days[0]!),
      last: formatIsoDate(days.at(-1)!),
      sessions: days.length,
      periods_per_year: periodsPerYear,
      systems: cut.map((system, i) => judge(system, net[i]!)),
      pairs: withHolm(pairsOf(cut, net)),
      notes: notesOf(cut, net),
    }
    return { document, inputs: net }
  })

/** Returns up to the session of ruin, after which there are none. */
function inputOf({ days, base, periodsPerYear, riskFree, mar }: CutSystem, all: Float64Array): ReturnInput {
  const gap = all.findIndex((value) => Number.isNaN(value))
  const count = gap < 0 ? all.length : gap
  const returns = all.subarray(0, count)
  return {
    sessions: days.subarray(0, count),
    base,
    returns,
    equity: compound(returns),
    riskFree: riskFree / periodsPerYear,
    mar: mar / periodsPerYear,
    periodsPerYear,
  }
}

function judge(system: CutSystem, net: ReturnInput): ComparedSystem {
  const gross = inputOf(system, system.gross)
  const sheet = Sheet.make(null)
  for (const metric of metricCatalogue) {
    if (metric.of !== "returns") continue
    Sheet.enter(sheet, "net", metric, evaluate(metric, net))
    Sheet.enter(sheet, "gross", metric, evaluate(metric, gross))
  }
  const { name, runId, experiment, overrides, first, last, riskFree, periodsPerYear } = system
  const n = net.returns.length
  const cost = gross.returns.subarray(0, n).map((value, i) => value - net.returns[i]!)
  return {
    name,
    run_id: runId,
    experiment,
    overrides,
    own_first: first,
    own_last: last,
    n,
    risk_free: riskFree,
    net: sheet.figures.net,
    gross: sheet.figures.gross,
    dates: sheet.dates.net,
    cost_bps_per_year: n === 0 ? null : mean(cost) * periodsPerYear * 1e4,
    reasons: sheet.reasons,
    years: yearsOf(net),
  }
}

function yearsOf(input: ReturnInput): ReadonlyArray<ComparedYear> {
  const ask = (metric: ReturnMetric, part: ReturnInput): number | null => {
    const outcome = evaluate(metric, part)
    return typeof outcome === "number" ? outcome : null
  }
  return calendarSpans(input.sessions, "year").map(({ year, from, to }) => {
    const part = MetricInput.slice(input, from, to)
    return {
      year,
      sessions: to - from,
      total_return: ask(totalReturn, part),
      sharpe: ask(sharpe, part),
      volatility: ask(volatility, part),
      max_drawdown: ask(maxDrawdown, part),
    }
  })
}

type RawPair = Omit<ComparedPair, "p_value_holm">

function pairsOf(cut: ReadonlyArray<CutSystem>, inputs: ReadonlyArray<ReturnInput>): ReadonlyArray<RawPair> {
  return cut.flatMap((first, i) =>
    cut.slice(i + 1).map((second, j) => pairOf(first.name, second.name, inputs[i]!, inputs[i + 1 + j]!)),
  )
}

/** Over the sessions on which both have a return; each ratio over its own risk-free rate. */
function pairOf(first: string, second: string, a: ReturnInput, b: ReturnInput): RawPair {
  const n = Math.min(a.returns.length, b.returns.length)
  const excess = ({ returns, riskFree }: ReturnInput): Float64Array =>
    returns.subarray(0, n).map((value) => value - riskFree)
  const [one, other] = [excess(a), excess(b)]
  const { difference, standardError, pValue } = sharpeDifference(one, other)
  const isKnown = Number.isFinite(difference) && Number.isFinite(pValue)
  const perYear = Math.sqrt(a.periodsPerYear)
  return {
    first,
    second,
    n,
    correlation: known(correlationOf(one, other)),
    sharpe_difference: isKnown ? difference * perYear : null,
    standard_error: isKnown ? standardError * perYear : null,
    p_value: isKnown ? pValue : null,
    reason: isKnown
      ? null
      : "the two do not differ in any session, one of them does not vary, or there are fewer than 5 sessions",
  }
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** Each p-value beside the one that allows for all pairs having been tested. */
function withHolm(pairs: ReadonlyArray<RawPair>): ReadonlyArray<ComparedPair> {
  const adjusted = holm(Float64Array.from(pairs, ({ p_value }) => p_value ?? NaN))
  return pairs.map((pair, i) => ({ ...pair, p_value_holm: known(adjusted[i]!) }))
}

function notesOf(cut: ReadonlyArray<CutSystem>, inputs: ReadonlyArray<ReturnInput>): ReadonlyArray<string> {
  const first = formatIsoDate(cut[0]!.days[0]!)
  const later = cut.filter((one) => one.first !== first).map((one) => `${one.name} (${one.first})`)
  const rates = new Set(cut.map(({ riskFree }) => riskFree))
  const ruined = cut.filter((_, i) => inputs[i]!.returns.length < cut[0]!.days.length)
  return [
    ...(later.length === 0
      ? []
      : [`All begin together on ${first}; earlier sessions of ${later.join(", ")} do not count here.`]),
    ...(rates.size === 1
      ? []
      : ["The systems have different risk-free rates; each Sharpe ratio is over its own."]),
    ...ruined.map(({ name }) => `${name} lost everything: its returns end early.`),
  ]
}
