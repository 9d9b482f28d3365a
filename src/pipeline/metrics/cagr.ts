import { power } from "../../kernel/power.ts"
import { type ReturnMetric, undefinedBecause } from "./Metric.ts"

/** Compound annual growth rate; a year is `periods_per_year` sessions, whatever the calendar says. */
export const cagr: ReturnMetric = {
  name: "cagr",
  title: "compound annual growth rate",
  unit: "fraction a year",
  of: "returns",
  formula: "(1 + total_return)^(periods_per_year / n) − 1",
  source: "definition; years as sessions / periods_per_year, as in empyrical",
  compute: ({ equity, returns, periodsPerYear }) => {
    const growth = equity[equity.length - 1]!
    if (growth < 0) return undefinedBecause("the equity ended below zero")
    const yearly = power(growth, periodsPerYear / returns.length) - 1
    return Number.isFinite(yearly)
      ? yearly
      : undefinedBecause("the growth of a year is too large for a number")
  },
}
