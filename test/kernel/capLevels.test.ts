import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { capLevels } from "../../src/kernel/capLevels.ts"
import type { CapRule } from "../../src/kernel/capRule.ts"
import { capRow } from "../../src/kernel/capRow.ts"
import { chance } from "../laws/markets.ts"

interface Case {
  readonly row: Float64Array
  readonly rule: CapRule
}

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0)

/** F(λ) of the definition, in so many words. */
function placed({ row, rule }: Case, level: number): number {
  const sectors = Array.from({ length: rule.sectors }, (_, s) =>
    [...row].filter((_, i) => rule.sectorOf[i] === s),
  )
  const within = (sector: ReadonlyArray<number>) =>
    total(sector.map((w) => Math.min(rule.asset, level * Math.abs(w))))
  return total(sectors.map((sector) => Math.min(rule.sector, within(sector))))
}

/** The smallest level in [1, maxScale] that places the whole gross, by bisection. */
function bisected(given: Case): number {
  const gross = total([...given.row].map(Math.abs))
  const reaches = (level: number) => placed(given, level) >= gross * (1 - 1e-15)
  let [low, high] = [1, given.rule.maxScale]
  if (reaches(low)) return low
  if (!reaches(high)) return high
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2
    if (reaches(middle)) high = middle
    else low = middle
  }
  return high
}

const cases = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    names: fc.integer({ min: 0, max: 12 }),
    sectors: fc.integer({ min: 1, max: 4 }),
    asset: fc.constantFrom(Infinity, 0.05, 0.1, 0.25, 0.4),
    sector: fc.constantFrom(Infinity, 0.2, 0.3, 0.5),
    maxScale: fc.constantFrom(1, 1.5, 3, 20),
  })
  .map(({ seed, names, sectors, asset, sector, maxScale }): Case => {
    const next = chance(seed)
    const raw = Array.from({ length: names }, () => (next() < 0.15 ? 0 : next() < 0.1 ? 0.25 : next() ** 3))
    const scale = (0.3 + next() * 1.5) / Math.max(1e-9, total(raw))
    const sectorOf = Int32Array.from(raw, () => Math.floor(next() * sectors))
    return {
      row: Float64Array.from(raw, (w) => w * scale),
      rule: { asset, sector, sectorOf, sectors, maxScale },
    }
  })

const options = { seed: 31, numRuns: 1500 }

describe("caps of one row", () => {
  it("find the smallest level that places the gross, as bisection does", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { level } = capLevels(given.row, given.rule)
        const expected = bisected(given)
        // where F is flat many levels place the same; the row is what counts
        expect(placed(given, level)).toBeCloseTo(placed(given, expected), 12)
        expect(level).toBeLessThanOrEqual(expected * (1 + 1e-9) + 1e-12)
      }),
      options,
    )
  })

  it("keep every cap and never raise the gross; with room for all of it they keep it", () => {
    fc.assert(
      fc.property(cases, ({ row, rule }) => {
        const weights = capRow(row, rule, true)?.weights ?? row
        const gross = total(row)
        expect(total(weights)).toBeLessThanOrEqual(gross + 1e-12)
        for (const weight of weights) expect(weight).toBeLessThanOrEqual(rule.asset + 1e-12)
        for (let s = 0; s < rule.sectors; s++) {
          expect(total([...weights].filter((_, i) => rule.sectorOf[i] === s))).toBeLessThanOrEqual(
            rule.sector + 1e-12,
          )
        }
        const best = placed({ row, rule }, rule.maxScale)
        expect(total(weights)).toBeCloseTo(Math.min(best, gross), 12)
      }),
      options,
    )
  })

  it("keep the order of weights within a sector", () => {
    fc.assert(
      fc.property(cases, ({ row, rule }) => {
        const weights = capRow(row, rule, true)?.weights ?? row
        for (let i = 0; i < row.length; i++) {
          for (let j = 0; j < row.length; j++) {
            if (rule.sectorOf[i] === rule.sectorOf[j] && row[i]! <= row[j]!) {
              expect(weights[i]!).toBeLessThanOrEqual(weights[j]! + 1e-15)
            }
          }
        }
      }),
      { seed: 32, numRuns: 300 },
    )
  })

  it("change nothing the second time", () => {
    fc.assert(
      fc.property(cases, ({ row, rule }) => {
        const once = capRow(row, { ...rule, maxScale: 1 }, true)?.weights ?? row
        expect(capRow(once, { ...rule, maxScale: 1 }, true)).toBeUndefined()
      }),
      { seed: 33, numRuns: 500 },
    )
  })

  it("leave a row alone, bit for bit, in which none binds", () => {
    const rule = { asset: 0.5, sector: Infinity, sectorOf: Int32Array.of(0, 0, 0), sectors: 1, maxScale: 3 }
    expect(capRow(Float64Array.of(0.5, -0.1, NaN), rule, true)).toBeUndefined()
  })

  it("only bound where they may not raise, signs kept", () => {
    const rule = { asset: 0.25, sector: Infinity, sectorOf: Int32Array.of(0, 0, 0), sectors: 1, maxScale: 3 }
    const row = Float64Array.of(0.6, -0.3, 0.1)
    expect(capRow(row, rule, false)?.weights).toEqual(Float64Array.of(0.25, -0.25, 0.1))
  })

  it("place by hand what the worked examples place", () => {
    const one = { sector: Infinity, sectorOf: new Int32Array(5), sectors: 1, maxScale: 10 }
    const weights = capRow(Float64Array.of(0.4, 0.3, 0.15, 0.1, 0.05), { ...one, asset: 0.25 }, true)!.weights
    // two names at .25; the other .5 in proportion 15 : 10 : 5
    expect([...weights].map((w) => w.toFixed(12))).toEqual(
      [0.25, 0.25, 0.25, 1 / 6, 1 / 12].map((w) => w.toFixed(12)),
    )
  })
})
