/**
 * The evaluation itself on trial: where nothing is to be earned, it finds something as often as it says. All 64 seeds for single
 * studies, a part of them for sweeps; test/long/falseDiscoveries.test.ts has the rest.
 */
import { describe, expect, it } from "vitest"
import { alarms, mostAlarms, overfittingOf, pricesOf, seeds, significanceOf } from "./nullMarket.ts"

const average = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

describe("in a market without anything to earn", () => {
  it("5 % of trend studies are above 0 with more than 95 %, and ratios scatter as their errors say", () => {
    const sheets = seeds(64).map((seed) => significanceOf(pricesOf(seed)))
    const probabilities = sheets.map((sheet) => sheet.probability_above_zero!)
    expect(alarms(probabilities)).toBeLessThanOrEqual(mostAlarms(64))
    // uniform: mean ½, with a standard error of 1/√(12·64)
    expect(Math.abs(average(probabilities) - 0.5)).toBeLessThan(2 / Math.sqrt(12 * 64))
    const errors = sheets.map((sheet) => sheet.sharpe! / sheet.standard_error!)
    const spread = Math.sqrt(average(errors.map((error) => error ** 2)))
    // standard error of a deviation: 1/√(2·64)
    expect(Math.abs(spread - 1)).toBeLessThan(2 / Math.sqrt(2 * 64))
  }, 120_000)

  it("5 % of sweeps at most have a best cell that stands after deflation, and choosing it tells nothing", () => {
    const sheets = seeds(12).map((seed) => overfittingOf(pricesOf(seed)))
    expect(alarms(sheets.map(({ best }) => best!.deflated_probability))).toBeLessThanOrEqual(mostAlarms(12))
    expect(sheets.map(({ systems }) => systems)).toEqual(sheets.map(() => 50))
    // one sweep has a deviation of some 0.2
    expect(Math.abs(average(sheets.map(({ probability }) => probability!)) - 0.5)).toBeLessThan(0.12)
  }, 120_000)
})

describe("in a market with premia and trends", () => {
  it("most of the same studies are found", () => {
    const found = seeds(12).map((seed) => significanceOf(pricesOf(seed, {})).probability_above_zero!)
    expect(alarms(found)).toBeGreaterThan(8)
  }, 120_000)
})
