import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { formatIsoDate } from "../../../src/kernel/civilDate.ts"
import { metricCatalogue } from "../../../src/pipeline/metrics/metricCatalogue.ts"
import { MetricsSummary, type Summary, summaryType } from "../../../src/pipeline/metrics/summary.ts"
import { noRates, runNode, studyOf } from "./fixtures.ts"

const settings = { seed: 21, numRuns: 150 }
const daily = fc.double({ min: -0.2, max: 0.2, noNaN: true })
const returns = fc.array(daily, { minLength: 2, maxLength: 80 })
const summaryOf = (list: ReadonlyArray<number>, rates: object = noRates): Summary =>
  runNode<Summary>(MetricsSummary, studyOf(list), { ...noRates, ...rates })

const sum = (list: ReadonlyArray<number>) => list.reduce((total, value) => total + value, 0)
const average = (list: ReadonlyArray<number>) => sum(list) / list.length
const moment = (list: ReadonlyArray<number>, order: number): number => {
  const center = average(list)
  return average(list.map((value) => (value - center) ** order))
}
const deviation = (list: ReadonlyArray<number>) =>
  Math.sqrt((moment(list, 2) * list.length) / (list.length - 1))
const growth = (list: ReadonlyArray<number>) => list.reduce((level, value) => level * (1 + value), 1)
const depths = (list: ReadonlyArray<number>) => {
  const levels = [1, ...list.map((_, t) => growth(list.slice(0, t + 1)))]
  return levels.map((level, t) => level / Math.max(...levels.slice(0, t + 1)) - 1)
}
const percentile5 = (list: ReadonlyArray<number>) => {
  const sorted = list.toSorted((a, b) => a - b)
  const place = 0.05 * (list.length - 1)
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return low + (place % 1) * (high - low)
}
const longestFall = (list: ReadonlyArray<number>) =>
  Math.max(
    ...depths(list)
      .map((_, t, all) => all.slice(t).findIndex((share) => share > -1e-12))
      .map((length, t, all) => (length < 0 ? all.length - t : length)),
  )
const years = (list: ReadonlyArray<number>, dates: ReadonlyArray<string>) =>
  [...new Set(dates.map((date) => date.slice(0, 4)))]
    .map((year) => list.filter((_, t) => dates[t]!.startsWith(year)))
    .filter((part) => part.length > 1 && deviation(part) > 1e-12)
    .map((part) => (average(part) / deviation(part)) * Math.sqrt(252))

/** Every figure again, from its definition, by other code. */
const oracle: Readonly<
  Record<string, (list: ReadonlyArray<number>, dates: ReadonlyArray<string>) => number>
> = {
  total_return: (list) => growth(list) - 1,
  cagr: (list) => growth(list) ** (252 / list.length) - 1,
  volatility: (list) => deviation(list) * Math.sqrt(252),
  sharpe: (list) => ((average(list) - 0.02 / 252) / deviation(list)) * Math.sqrt(252),
  sortino: (list) => {
    const excess = list.map((value) => value - 0.03 / 252)
    const short = average(excess.map((value) => (value < 0 ? value * value : 0)))
    return (average(excess) / Math.sqrt(short)) * Math.sqrt(252)
  },
  max_drawdown: (list) => Math.min(...depths(list)),
  longest_drawdown_sessions: longestFall,
  calmar: (list) => (growth(list) ** (252 / list.length) - 1) / -Math.min(...depths(list)),
  hit_rate: (list) => list.filter((value) => value > 0).length / list.length,
  skewness: (list) => moment(list, 3) / moment(list, 2) ** 1.5,
  excess_kurtosis: (list) => moment(list, 4) / moment(list, 2) ** 2 - 3,
  var_95: percentile5,
  cvar_95: (list) => {
    const bound = percentile5(list)
    const tie = Math.max(1e-14, 1e-12 * Math.abs(bound)) // a day within rounding dust of the bound is in the tail
    return average(list.filter((value) => value <= bound + tie))
  },
  worst_day: (list) => Math.min(...list),
  best_day: (list) => Math.max(...list),
  stability_ratio: (list, dates) => average(years(list, dates)) / deviation(years(list, dates)),
  pct_folds_positive: (list, dates) => average(years(list, dates).map((ratio) => (ratio > 0 ? 1 : 0))),
  worst_fold_sharpe: (list, dates) => Math.min(...years(list, dates)),
}

describe("metrics of returns", () => {
  const named = metricCatalogue
    .filter(({ of, unit }) => of === "returns" && unit !== "date")
    .map(({ name }) => name)

  it("each have an independent definition in this test", () => {
    expect(Object.keys(oracle).toSorted()).toEqual(named.toSorted())
  })

  // about 600 weekdays: three calendar years; few runs, since the oracles are slow
  const long = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 560, maxLength: 600 })
  it.each(named)("%s is its definition", (name) => {
    const rates = { risk_free: name === "sharpe" ? 0.02 : 0, mar: 0.03 }
    fc.assert(
      fc.property(long, (list) => {
        const study = studyOf(list)
        const dates = [...study.net.calendar.sessions].slice(1).map(formatIsoDate)
        const ours = runNode<Summary>(MetricsSummary, study, { ...noRates, ...rates }).net[name]!
        const theirs = oracle[name]!(list, dates)
        expect(Math.abs(ours - theirs)).toBeLessThan(1e-9 * Math.max(1, Math.abs(theirs)))
      }),
      { seed: 22, numRuns: 4 },
    )
  })

  it("do not depend on the order of days where they measure the distribution", () => {
    const unordered = [
      "volatility",
      "sharpe",
      "sortino",
      "hit_rate",
      "skewness",
      "var_95",
      "cvar_95",
      "worst_day",
    ]
    fc.assert(
      fc.property(returns, (list) => {
        const [ours, turned] = [summaryOf(list).net, summaryOf(list.toReversed()).net]
        for (const name of unordered) expect(turned[name] ?? 0).toBeCloseTo(ours[name] ?? 0, 8)
      }),
      settings,
    )
  })

  it("scale with returns as their units say", () => {
    fc.assert(
      fc.property(returns, (list) => {
        const [once, twice] = [summaryOf(list).net, summaryOf(list.map((value) => 2 * value)).net]
        for (const name of ["volatility", "var_95", "cvar_95", "worst_day", "best_day"])
          expect(twice[name]! / 2).toBeCloseTo(once[name]!, 12)
        for (const name of ["hit_rate"]) expect(twice[name]).toBe(once[name])
        for (const name of ["sharpe", "sortino"])
          if (once[name] !== null && once["volatility"]! > 1e-6)
            expect(twice[name]! / once[name]! || 1).toBeCloseTo(1, 8)
      }),
      settings,
    )
  })

  it("count the start of the equity as a peak", () => {
    const { net, dates } = summaryOf([-0.1, 0.05])
    expect(net["max_drawdown"]).toBeCloseTo(-0.1, 15)
    expect(dates.net["max_drawdown_peak"]).toBe("2020-01-01")
    expect(dates.net["max_drawdown_trough"]).toBe("2020-01-02")
    expect(dates.net["max_drawdown_recovery"]).toBeNull()
    expect(dates.net["worst_day_date"]).toBe("2020-01-02")
    expect(dates.net["best_day_date"]).toBe("2020-01-03")
  })
})

describe("metrics/summary", () => {
  const undefinedIn = (list: ReadonlyArray<number>): ReadonlyArray<string> =>
    Object.keys(summaryOf(list).reasons)
      .filter((path) => path.startsWith("net."))
      .map((path) => path.slice(4))

  const recovery = ["max_drawdown_recovery"]
  const noFall = ["sortino", "max_drawdown_peak", "max_drawdown_trough", ...recovery, "calmar"]
  const flat = [
    "sharpe",
    "skewness",
    "excess_kurtosis",
    "pct_folds_positive",
    "worst_fold_sharpe",
    "stability_ratio",
  ]
  it.each<[string, ReadonlyArray<number>, ReadonlyArray<string>]>([
    ["constant gains", [0.01, 0.01, 0.01], [...flat, ...noFall]],
    ["constant losses", [-0.01, -0.01], [...flat, ...recovery]],
    ["nothing at all", [0, 0, 0], [...flat, ...noFall]],
    ["one day of gain", [0.01], [...flat, ...noFall, "volatility"]],
    ["one day of loss", [-0.01], [...flat, ...recovery, "volatility"]],
    ["ruin on the second day", [0.1, -1], [...recovery, "stability_ratio"]],
  ])("says why, never 0 or NaN, for %s", (_, list, missing) => {
    expect(undefinedIn(list).toSorted()).toEqual([...missing].toSorted())
  })

  it("knows ruin: everything is lost, and nothing after it counts", () => {
    const { net, n, reasons } = summaryOf([0.1, -1, NaN, NaN])
    expect(n).toBe(2)
    expect(reasons["n"]).toBe("returns end after 2 of 4 sessions: ruin")
    expect(net).toMatchObject({ total_return: -1, cagr: -1, max_drawdown: -1, calmar: -1, worst_day: -1 })
  })

  it("has no growth rate for a gross loss beyond the capital", () => {
    const study = studyOf([0, -1], { grossReturns: [0, -1.5] })
    const { gross, net, reasons } = runNode<Summary>(MetricsSummary, study, noRates)
    expect(gross["cagr"]).toBeNull()
    expect(gross["total_return"]).toBe(-1.5)
    expect(gross["max_drawdown"]).toBe(-1.5)
    expect(reasons["gross.cagr"]).toBe("the equity ended below zero")
    expect(net["cagr"]).toBe(-1)
  })

  it("has no Calmar ratio for a fall that is only rounding dust", () => {
    const { net, reasons } = summaryOf([0.01, -1e-15, 0.01])
    expect(net["calmar"]).toBeNull()
    expect(reasons["net.calmar"]).toBe("the equity never falls below its peak")
    expect(reasons["net.max_drawdown_trough"]).toBe("the equity never falls below its peak")
  })

  it("gives no infinite growth: one enormous day", () => {
    const { net, reasons } = summaryOf([1e3])
    expect(net["cagr"]).toBeNull()
    expect(reasons["net.cagr"]).toMatch(/too large/)
  })

  it("is null throughout, with the window's reason, where the window is empty", () => {
    const study = { ...studyOf([0.1, 0.2]), window: Window.empty("no decision had an eligible asset") }
    const summary = runNode<Summary>(MetricsSummary, study, noRates)
    const values = [
      ...Object.values(summary.net),
      ...Object.values(summary.book),
      ...Object.values(summary.dates.net),
    ]
    expect(values.length).toBeGreaterThan(20)
    expect(values.every((value) => value === null)).toBe(true)
    expect(new Set(Object.values(summary.reasons))).toEqual(new Set(["no decision had an eligible asset"]))
    expect(summary.n).toBe(0)
  })

  it("holds each metric once, its value or its reason, and can be stored", () => {
    fc.assert(
      fc.property(fc.array(daily, { maxLength: 5 }), (list) => {
        const summary = summaryOf(list)
        for (const { name, of, unit } of metricCatalogue) {
          for (const group of of === "book" ? (["book"] as const) : (["net", "gross"] as const)) {
            const values = unit === "date" && group !== "book" ? summary.dates[group] : summary[group]
            expect(values[name] === null).toBe(`${group}.${name}` in summary.reasons)
          }
        }
        expect(summaryType.decode(summaryType.encode(summary))).toEqual(summary)
      }),
      settings,
    )
  })

  it("reads no row outside the window, and changes no input", () => {
    const inside = [0.01, -0.02, 0.03]
    const study = studyOf([0.5, ...inside, -0.9])
    const { calendar } = study.net
    const cut = { ...study, window: Window.ofRows(calendar, 2, 4, "") }
    const before = structuredClone(study.net.values)
    const { net } = runNode<Summary>(MetricsSummary, cut, noRates)
    expect(net["total_return"]).toBeCloseTo(growth(inside) - 1, 15)
    expect(study.net.values).toEqual(before)
  })
})

describe("metrics of the book", () => {
  it("average over the counted sessions", () => {
    const study = studyOf([0, 0, 0, 0])
    const { calendar } = study.net
    const column = (...values: ReadonlyArray<number>) => Float64Array.from(values)
    const book = Series.make(calendar, {
      gross: column(9, 0, 0, 0, 0),
      gross_exposure: column(9, 1, 2, 1, 2),
      net_exposure: column(9, 1, 0, -1, 1),
      decision: column(NaN, calendar.sessions[0]!, NaN, calendar.sessions[2]!, NaN),
      fill_event: column(0, 0, 1, 1, 0),
      target_turnover: column(9, 1, 0, 0.5, 0),
      traded_turnover: column(9, 1, 0, 0.75, 0.25),
    })
    const net = Series.make(calendar, {
      gross: column(0, 0, 0, 0, 0),
      net: column(0, 0, 0, 0, 0),
      cost: column(9, 4e-4, 0, 2e-4, 0),
      spread: column(9, 2e-4, 0, 1e-4, 0),
      slippage: column(9, 1e-4, 0, 1e-4, 0),
      impact: column(9, 1e-4, 0, 0, 0),
    })
    const inputs = {
      ...study,
      net,
      book,
      leverage: Series.make(calendar, { leverage: column(1.5, NaN, 3, NaN, NaN) }),
    }
    const figures = runNode<Summary>(MetricsSummary, inputs, noRates).book
    const expected = {
      mean_target_turnover: 0.375,
      mean_traded_turnover: 0.5,
      mean_gross_exposure: 1.5,
      mean_net_exposure: 0.25,
      mean_leverage: (1 + 1.5 + 3 + 3) / 4,
      cost_bps_per_day: 1.5,
      cost_bps_per_year: 378,
      spread_bps_per_day: 0.75,
      slippage_bps_per_day: 0.5,
      impact_bps_per_day: 0.25,
    }
    expect(Object.keys(figures).toSorted()).toEqual(Object.keys(expected).toSorted())
    for (const [name, value] of Object.entries(expected)) expect(figures[name]).toBeCloseTo(value, 12)
    expect(
      runNode<Summary>(MetricsSummary, { ...inputs, leverage: undefined }, noRates).book["mean_leverage"],
    ).toBe(1)
  })
})
