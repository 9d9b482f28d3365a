import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { deepestDrawdown } from "../../src/kernel/deepestDrawdown.ts"
import { downsideDeviation } from "../../src/kernel/downsideDeviation.ts"
import { formatIsoDate, parseIsoDate } from "../../src/kernel/civilDate.ts"
import * as Series from "../../src/domain/Series.ts"
import { type DialectSheet, MetricsDialect } from "../../src/pipeline/metrics/dialect.ts"
import { MetricsRelative, type Relative } from "../../src/pipeline/metrics/relative.ts"
import type { Monthly } from "../../src/pipeline/metrics/monthly.ts"
import { MetricsMonthly } from "../../src/pipeline/metrics/monthly.ts"
import { MetricsSummary, type Summary } from "../../src/pipeline/metrics/summary.ts"
import { MetricsYearly, type Yearly } from "../../src/pipeline/metrics/yearly.ts"
import { noRates, runNode, type Study, studyOf, weekdays } from "../pipeline/metrics/fixtures.ts"

const shared = new URL("../../../shared/", import.meta.url)
const peersFile = new URL("golden/peers/metrics.json", shared)
const originalFile = new URL("golden/original/metrics.json", shared)
const pricesFile = new URL("data/sp20-prices.csv", shared)
const present = [peersFile, originalFile, pricesFile].every((file) => existsSync(file))

type Json = Readonly<Record<string, any>> // oxlint-disable-line no-explicit-any

/** Counts what was compared and what was left out on purpose, and collects what differs. */
function makeTally(file: string) {
  let compared = 0
  const exempted = new Map<string, number>()
  const wrong: Array<string> = []
  return {
    same: (what: string, ours: unknown, theirs: unknown, relative = 1e-9): void => {
      compared++
      const near =
        typeof ours === "number" && typeof theirs === "number"
          ? Math.abs(ours - theirs) <= relative * Math.max(Math.abs(theirs), 1e-6)
          : ours === theirs
      if (!near) wrong.push(`${what}: ours ${String(ours)}, theirs ${String(theirs)}`)
    },
    exempt: (why: string): void => void exempted.set(why, (exempted.get(why) ?? 0) + 1),
    finish: (allowed: number): void => {
      const reasons = [...exempted].map(([why, count]) => `${count} ${why}`)
      const total = [...exempted.values()].reduce((sum, count) => sum + count, 0)
      console.log(`${file}: ${compared} values compared, ${total} exempted (${reasons.join("; ") || "none"})`)
      expect(wrong).toEqual([])
      expect(total).toBeLessThanOrEqual(allowed)
    },
  }
}

interface Prices {
  readonly sessions: ReadonlyArray<number>
  readonly tickers: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<number>>
}

function readPrices(): Prices {
  const [header, ...lines] = readFileSync(pricesFile, "utf8").trim().split("\n")
  const cells = lines.map((line) => line.split(","))
  return {
    tickers: header!.split(",").slice(1),
    sessions: cells.map(([date]) => parseIsoDate(date!)!),
    rows: cells.map((row) => row.slice(1).map(Number)),
  }
}

/** The figures of each convention, against the equal-weight returns. */
function dialectsOf(study: Study, equalWeight: ReadonlyArray<number>) {
  const benchmark = Series.make(study.net.calendar, { net: Float64Array.of(0, ...equalWeight) })
  const inputs = { net: study.net, window: study.window, benchmark }
  const figures = (convention: string) =>
    runNode<DialectSheet>(MetricsDialect, inputs, { ...noRates, convention }).figures
  const relative = runNode<Relative>(MetricsRelative, inputs, { ...noRates, benchmark: "EW" })
  return {
    empyrical: figures("empyrical"),
    quantstats: figures("quantstats"),
    ffn: figures("ffn"),
    relative: relative.figures,
  }
}

describe("metrics against published implementations and the original", () => {
  if (!present) {
    console.warn(`SKIPPED: ${peersFile.pathname} or its neighbours are not there; no metric was compared.`)
    it.skip(`needs ${peersFile.pathname}`, () => {})
    return
  }
  const prices = readPrices()

  const returnsBetween = (first: number, last: number, ticker: string): ReadonlyArray<number> => {
    const picked = prices.tickers.flatMap((name, i) => (ticker === "EW" || name === ticker ? [i] : []))
    return prices.rows.slice(first + 1, last + 1).map((row, t) => {
      const before = prices.rows[first + t]!
      return picked.reduce((sum, i) => sum + (row[i]! / before[i]! - 1), 0) / picked.length
    })
  }

  it("agrees with empyrical, quantstats, ffn and plain numpy where the convention is the same", () => {
    const { cases } = JSON.parse(readFileSync(peersFile, "utf8")) as Json
    const tally = makeTally("peers/metrics.json")
    for (const peer of cases as ReadonlyArray<Json>) {
      const start = prices.sessions.findIndex((day) => day >= parseIsoDate(peer["start"])!)
      const first = Math.max(0, start - 1) // the first row of the table has no return
      const last = prices.sessions.findLastIndex((day) => day <= parseIsoDate(peer["end"])!)
      const returns = returnsBetween(first, last, peer["ticker"])
      const sessions = Int32Array.from(prices.sessions.slice(first, last + 1))
      const study = studyOf(returns, { sessions })
      const plain = runNode<Summary>(MetricsSummary, study, noRates)
      const twoPercent = runNode<Summary>(MetricsSummary, study, { ...noRates, risk_free: 0.02, mar: 0.02 })
      const { net, dates } = plain
      const name = `${peer["ticker"]} ${peer["start"]}`
      const { empyrical, quantstats, ffn, plain: numpy } = peer as Record<string, Json>
      const check = (tool: string, theirs: Json, mine: Readonly<Record<string, unknown>>): void => {
        for (const key of Object.keys(theirs)) {
          if (key in mine) tally.same(`${name} ${tool}.${key}`, mine[key], theirs[key])
          else tally.exempt(`of ${tool} by another convention, or not built`)
        }
      }
      tally.same(`${name} n`, plain.n, peer["n"])
      const dialect = dialectsOf(study, returnsBetween(first, last, "EW"))
      check("empyrical", empyrical!, {
        omega: dialect.empyrical["omega_ratio"],
        stability: dialect.empyrical["stability_of_timeseries"],
        tail_ratio: dialect.empyrical["tail_ratio"],
        alpha: dialect.empyrical["alpha"],
        beta: dialect.empyrical["beta"],
        excess_sharpe: dialect.empyrical["excess_sharpe"],
        up_capture: dialect.relative["up_capture"],
        down_capture: dialect.relative["down_capture"],
        total_return: net["total_return"],
        cagr_252: net["cagr"],
        vol: net["volatility"],
        sharpe: net["sharpe"],
        sharpe_rf2: twoPercent.net["sharpe"],
        sortino: net["sortino"],
        sortino_req2: twoPercent.net["sortino"],
        downside_risk: downsideDeviation(Float64Array.from(returns), 0) * Math.sqrt(252),
        max_drawdown: net["max_drawdown"],
        calmar: net["calmar"],
        var_5: net["var_95"],
        cvar_5: net["cvar_95"],
      })
      check("quantstats", quantstats!, {
        ...dialect.quantstats,
        ulcer: dialect.quantstats["ulcer_index"],
        payoff: dialect.quantstats["payoff_ratio"],
        kelly: dialect.quantstats["kelly_criterion"],
        gain_to_pain: dialect.quantstats["gain_to_pain_ratio"],
        common_sense: dialect.quantstats["common_sense_ratio"],
        psr: dialect.quantstats["probabilistic_sharpe_ratio"],
        serenity: dialect.quantstats["serenity_index"],
        cagr: net["cagr"],
        sharpe: net["sharpe"],
        sortino: net["sortino"],
        volatility: net["volatility"],
        max_drawdown: net["max_drawdown"],
        calmar: net["calmar"],
      })
      check("ffn", ffn!, {
        ...dialect.ffn,
        total_return: net["total_return"],
        max_drawdown: net["max_drawdown"],
        daily_sharpe: net["sharpe"],
        daily_sortino: net["sortino"],
        daily_vol: net["volatility"],
        best_day: net["best_day"],
        worst_day: net["worst_day"],
      })
      const rowOf = (date: string | null | undefined) => sessions.indexOf(parseIsoDate(date!)!) - 1
      const { fold_sharpe, monthly_returns, ...figures } = numpy!
      check("plain", figures, {
        skew_pop: net["skewness"],
        kurt_pop_excess: net["excess_kurtosis"],
        hit_rate: net["hit_rate"],
        trough_date: dates.net["max_drawdown_trough"],
        trough_row: rowOf(dates.net["max_drawdown_trough"]),
        peak_rows_before: rowOf(dates.net["max_drawdown_peak"]) + 1,
      })
      const { years } = runNode<Yearly>(MetricsYearly, study, noRates)
      check("plain.fold_sharpe", fold_sharpe, Object.fromEntries(years.map((y) => [y.year, y.net.sharpe])))
      const { months } = runNode<Monthly>(MetricsMonthly, study)
      check("plain.monthly", monthly_returns ?? {}, Object.fromEntries(months.map((m) => [m.month, m.net])))
    }
    tally.finish(12)
  })

  it("agrees with the original where the original is right", () => {
    const golden = JSON.parse(readFileSync(originalFile, "utf8")) as Json
    const tally = makeTally("original/metrics.json")
    const returns = golden["returns"] as ReadonlyArray<number>
    const last = prices.sessions.findLastIndex((day) => day <= parseIsoDate(golden["input"].to)!)
    const sessions = Int32Array.from(prices.sessions.slice(last - returns.length, last + 1))
    const study = studyOf(returns, { sessions })
    const { net } = runNode<Summary>(MetricsSummary, study, noRates)
    const theirs = golden["metrics"] as Json
    tally.same("sharpe", net["sharpe"], theirs["sharpe_ratio"])
    tally.same("volatility", net["volatility"], theirs["volatility"])
    tally.same("trading_days", study.window.sessions, theirs["trading_days"])
    const withRate = runNode<Summary>(MetricsSummary, study, { ...noRates, risk_free: 0.02 })
    tally.same("sharpe_rf_2pct", withRate.net["sharpe"], golden["sharpe_rf_2pct"])
    exemptRest(tally, theirs)
    compareYears("", study, theirs["yearly_summary"])

    for (const [name, edge] of Object.entries(golden["edge_cases"] as Record<string, Json>)) {
      const given = edge["returns"] as ReadonlyArray<number | null>
      const out = edge["out"] as Json
      if (given.includes(null)) {
        Object.keys(out).forEach(() => tally.exempt("of returns with gaps, which a book does not have"))
        continue
      }
      const dates = weekdays(given.length + 1, parseIsoDate(edge["first_date"])! - 3)
      const edgeStudy = studyOf(given as ReadonlyArray<number>, { sessions: dates })
      const ours = runNode<Summary>(MetricsSummary, edgeStudy, noRates).net
      compareSharpe(`${name} sharpe`, ours["sharpe"] ?? null, out["sharpe_ratio"])
      tally.same(`${name} volatility`, ours["volatility"], out["volatility"])
      tally.same(`${name} trading_days`, edgeStudy.window.sessions, out["trading_days"])
      exemptRest(tally, out)
      compareYears(name, edgeStudy, out["yearly_summary"])
    }

    for (const [name, { equity, first_date, out }] of Object.entries(
      golden["drawdown_cases"] as Record<string, Json>,
    )) {
      const deepest = deepestDrawdown(Float64Array.from(equity as ReadonlyArray<number>))
      const date = (at: number) => (at < 0 ? null : formatIsoDate(parseIsoDate(first_date)! + at))
      tally.exempt("drawdowns in currency and durations in days")
      if (name === "abs_vs_pct") {
        tally.same("abs_vs_pct: the largest share, not the largest amount", deepest.depth, -0.5)
        tally.exempt("drawdown at the trough in currency (Q6)")
        continue
      }
      tally.same(`${name} depth`, deepest.depth, out["max_drawdown_pct"])
      if (deepest.trough < 0) {
        tally.exempt("dates of a drawdown that is none")
        continue
      }
      tally.same(`${name} peak`, date(deepest.peak), out["peak_date"])
      tally.same(`${name} trough`, date(deepest.trough), out["trough_date"])
      tally.same(`${name} recovery`, date(deepest.recovery), out["recovery_date"])
    }
    for (const key of ["turnover_with_drift", "turnover_no_drift", "turnover_sparse"])
      tally.exempt(`${key} (Q10, Q11)`)
    tally.finish(138)

    /** Theirs is 0 where ours is undefined, and dust where returns do not vary. */
    function compareSharpe(what: string, ours: number | null, original: number): void {
      if (ours === null && (original === 0 || Math.abs(original) > 1e12))
        tally.exempt("undefined Sharpe ratios (Q24)")
      else tally.same(what, ours, original)
    }

    function compareYears(name: string, of: typeof study, table: ReadonlyArray<Json>): void {
      const { years } = runNode<Yearly>(MetricsYearly, of, noRates)
      tally.same(`${name} years`, years.length, table.length)
      table.forEach((row, i) => {
        const year = years[i]!
        tally.same(`${name} ${row["year"]} year`, year.year, row["year"])
        tally.same(`${name} ${row["year"]} total`, year.net.total_return, row["total_return"])
        tally.same(`${name} ${row["year"]} volatility`, year.net.volatility, row["volatility"])
        compareSharpe(`${name} ${row["year"]} sharpe`, year.net.sharpe, row["sharpe"])
        tally.exempt("yearly drawdowns without the year's first session (Q8)")
      })
    }
  })
})

function exemptRest(tally: ReturnType<typeof makeTally>, theirs: Json): void {
  const first = ["max_drawdown", "max_drawdown_pct", "total_return", "cagr", "calmar_ratio"]
  for (const key of first) if (key in theirs) tally.exempt("drawdown, Calmar, total return, CAGR (Q6, Q8)")
  for (const key of Object.keys(theirs)) {
    if (/date|duration|turnover|n_assets/.test(key))
      tally.exempt("drawdown dates, turnover, n_assets (Q6, Q10, Q11)")
  }
}
