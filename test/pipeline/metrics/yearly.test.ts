import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Window from "../../../src/domain/Window.ts"
import { parseIsoDate } from "../../../src/kernel/civilDate.ts"
import { type Monthly, MetricsMonthly, monthlyType } from "../../../src/pipeline/metrics/monthly.ts"
import { MetricsSummary, type Summary } from "../../../src/pipeline/metrics/summary.ts"
import { MetricsYearly, type Yearly, yearlyType } from "../../../src/pipeline/metrics/yearly.ts"
import { noRates, runNode, studyOf } from "./fixtures.ts"

const returns = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 1, maxLength: 700 })
const day = (iso: string) => parseIsoDate(iso)!

describe("metrics/yearly and metrics/monthly", () => {
  it("compound to the total, to 1e-12, and count every session once", () => {
    fc.assert(
      fc.property(returns, (list) => {
        const study = studyOf(list)
        const { years } = runNode<Yearly>(MetricsYearly, study, noRates)
        const { months } = runNode<Monthly>(MetricsMonthly, study)
        const total = list.reduce((level, value) => level * (1 + value), 1)
        const ofYears = years.reduce((level, { net }) => level * (1 + net.total_return!), 1)
        const ofMonths = months.reduce((level, { net }) => level * (1 + net), 1)
        expect(Math.abs(ofYears / total - 1)).toBeLessThan(1e-12)
        expect(Math.abs(ofMonths / total - 1)).toBeLessThan(1e-12)
        expect(years.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(list.length)
        expect(months.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(list.length)
      }),
      { seed: 41, numRuns: 60 },
    )
  })

  it("is the same study's summary where all of it lies in one year", () => {
    const study = studyOf([0.02, -0.01, 0.03, -0.04, 0.01])
    const { years, net } = runNode<Yearly>(MetricsYearly, study, noRates)
    const whole = runNode<Summary>(MetricsSummary, study, noRates).net
    const { total_return, sharpe, volatility, max_drawdown } = whole
    expect(years.map((year) => year.net)).toEqual([{ total_return, sharpe, volatility, max_drawdown }])
    expect(net).toEqual({ stability_ratio: null, pct_folds_positive: 1, worst_fold_sharpe: sharpe })
  })

  it("starts each year's equity at 1 on the session before it: the opening loss is in the drawdown", () => {
    const sessions = Int32Array.from(["2020-12-30", "2020-12-31", "2021-01-04", "2021-01-05"], day)
    const { years } = runNode<Yearly>(MetricsYearly, studyOf([0.1, -0.2, 0.1], { sessions }), noRates)
    expect(years.map(({ year, net }) => [year, net.max_drawdown])).toEqual([
      [2020, 0],
      [2021, 0.8 - 1],
    ])
  })

  it("marks years and months that reach beyond the window", () => {
    const sessions = Int32Array.from(
      ["2019-12-31", "2020-01-02", "2020-12-31", "2021-01-04", "2021-01-29", "2021-02-01"],
      day,
    )
    const study = studyOf([0.1, 0.1, 0.1, 0.1, 0.1], { sessions })
    const marks = (window: Window.Window) => ({
      years: runNode<Yearly>(MetricsYearly, { ...study, window }, noRates).years.map(
        ({ partial }) => partial,
      ),
      months: runNode<Monthly>(MetricsMonthly, { ...study, window }).months.map(({ month, partial }) => [
        month,
        partial,
      ]),
    })
    expect(marks(study.window)).toEqual({
      years: [false, true],
      months: [
        ["2020-01", false],
        ["2020-12", false],
        ["2021-01", false],
        ["2021-02", true],
      ],
    })
    expect(marks(Window.ofRows(study.net.calendar, 2, 3, "")).years).toEqual([true, true])
  })

  it("believes the next session rather than the weekdays left: the exchange was closed on them", () => {
    const sessions = Int32Array.from(["2021-12-29", "2021-12-30", "2022-01-03"], day)
    const study = studyOf([0.1, 0.1], { sessions })
    const window = Window.ofRows(study.net.calendar, 1, 1, "")
    expect(runNode<Monthly>(MetricsMonthly, { ...study, window }).months).toMatchObject([{ partial: true }])
    const { calendar } = study.net
    const early = studyOf([0.1, 0.1], {
      sessions: Int32Array.of(day("2020-12-31"), ...calendar.sessions.subarray(1)),
    })
    const cut = Window.ofRows(early.net.calendar, 1, 1, "")
    expect(runNode<Yearly>(MetricsYearly, { ...early, window: cut }, noRates).years).toMatchObject([
      { partial: false },
    ])
  })

  it("says why a year has no Sharpe ratio, and leaves it out of what is said of all", () => {
    const sessions = Int32Array.from(
      ["2020-12-30", "2020-12-31", "2021-01-04", "2021-01-05", "2021-01-06"],
      day,
    )
    const yearly = runNode<Yearly>(MetricsYearly, studyOf([0.1, 0.01, -0.02, 0.02], { sessions }), noRates)
    expect(yearly.years[0]!.net.sharpe).toBeNull()
    expect(yearly.reasons["net.2020.sharpe"]).toBe("needs 2 sessions, has 1")
    expect(yearly.reasons["net.stability_ratio"]).toBe("needs two years with a Sharpe ratio")
    expect(yearly.net.worst_fold_sharpe).toBe(yearly.years[1]!.net.sharpe)
    expect(yearlyType.decode(yearlyType.encode(yearly))).toEqual(yearly)
  })

  it("is empty for an empty window, and ends with ruin", () => {
    const study = studyOf([0.1, -1, NaN])
    const empty = { ...study, window: Window.empty("why") }
    expect(runNode<Yearly>(MetricsYearly, empty, noRates).years).toEqual([])
    const monthly = runNode<Monthly>(MetricsMonthly, study)
    expect(monthly.months).toMatchObject([{ net: -1, sessions: 2 }])
    expect(monthlyType.decode(monthlyType.encode(monthly))).toEqual(monthly)
  })
})
