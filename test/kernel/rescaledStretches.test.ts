import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSame, rescaledStretches, type Rounding } from "../../src/kernel/rescaledStretches.ts"
import { chance } from "../laws/markets.ts"

const cents: Rounding = { absolute: 0.005, relative: 1e-12 }
const exact: Rounding = { absolute: 0, relative: 1e-12 }
const roundTo = (places: number) => (value: number) => Math.round(value * 10 ** places) / 10 ** places

/** A walk of prices between some 5 and 500, in cents. */
function prices(seed: number, count: number): Float64Array {
  const next = chance(seed)
  let price = 10 + 100 * next()
  return Float64Array.from({ length: count }, () => {
    price = Math.max(5, price * (1 + 0.04 * (next() - 0.5)))
    return roundTo(2)(price)
  })
}

const seeds = fc.integer({ min: 1, max: 1e6 })

describe("rescaledStretches", () => {
  it("finds one constant before a row, with its factor, when the source rounds and when it does not", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 10, max: 100 }),
        fc.double({ min: 0.3, max: 0.98, noNaN: true }),
        fc.boolean(),
        (seed, until, factor, isRounded) => {
          const before = prices(seed, 120)
          const after = before.map((price, row) =>
            row >= until ? price : isRounded ? roundTo(2)(price * factor) : price * factor,
          )
          const found = rescaledStretches(before, after, cents, isRounded ? cents : exact, 5)
          expect(found.length).toBe(1)
          expect([found[0]!.from, found[0]!.to]).toEqual([0, until])
          expect(Math.abs(found[0]!.factor / factor - 1)).toBeLessThan(isRounded ? 2e-3 : 1e-3)
        },
      ),
      { seed: 7, numRuns: 200 },
    )
  })

  it("finds the steps of several events, also beside cells that were revised", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 0, max: 39 }),
        fc.integer({ min: 41, max: 70 }),
        (seed, one, two) => {
          const before = prices(seed, 120)
          const after = before.map((price, row) => price * (row < 40 ? 0.25 * 0.97 : row < 80 ? 0.97 : 1))
          for (const row of [one, two]) after[row] = after[row]! * 1.5
          const found = rescaledStretches(before, after, exact, exact, 5)
          expect(found.map(({ from, to }) => [from, to])).toEqual([
            [0, one === 39 ? 39 : 40],
            [40, 80],
          ])
          expect(found[0]!.factor).toBeCloseTo(0.2425, 10)
          expect(found[1]!.factor).toBeCloseTo(0.97, 10)
        },
      ),
      { seed: 8, numRuns: 200 },
    )
  })

  it("knows a split by its whole numbers", () => {
    const before = prices(1, 60)
    for (const factor of [1 / 4, 2 / 3, 3, 1 / 10]) {
      const after = before.map((price, row) => (row < 50 ? roundTo(4)(price * factor) : price))
      const [found] = rescaledStretches(before, after, cents, { absolute: 0.00005, relative: 1e-12 }, 5)
      expect(found!.factor).toBe(factor)
    }
  })

  it("takes no revisions for a factor: noise, finer rounding, few cells", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const before = prices(seed, 100)
        const next = chance(seed + 1)
        const noisy = before.map((price) => roundTo(2)(price * (1 + 0.02 * (next() - 0.5))))
        const finer = before.map((price) => price + 0.009 * (next() - 0.5))
        const few = before.map((price, row) => (row < 4 ? price * 0.5 : price))
        const { absolute } = cents
        expect(rescaledStretches(before, finer, cents, exact, 5)).toEqual([])
        expect(rescaledStretches(before, few, exact, exact, 5)).toEqual([])
        // a chance run of five cells that one factor fits is rare, and short
        for (const { from, to } of rescaledStretches(before, noisy, { absolute, relative: 0 }, cents, 5))
          expect(to - from).toBeLessThan(10)
      }),
      { seed: 9, numRuns: 200 },
    )
  })

  it("is not misled by cells that are not known, or 0, on both sides", () => {
    const before = Float64Array.from({ length: 60 }, (_, row) =>
      row % 3 === 0 ? 0 : row % 7 === 0 ? NaN : 1 + row,
    )
    const after = before.map((value, row) => (row < 50 ? value * 2 : value))
    expect(rescaledStretches(before, after, exact, exact, 5)).toEqual([{ from: 0, to: 48, factor: 2 }]) // the last that changed
  })

  it("gives stretches apart, in order, each with changed cells at its end; nothing where nothing changed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ noNaN: false }), fc.constantFrom(1, 1, 1, 2, 0.5, -1, NaN, 0)), {
          maxLength: 60,
        }),
        (cells) => {
          const before = Float64Array.from(cells, ([value]) => value)
          const after = Float64Array.from(cells, ([value, factor]) => value * factor)
          expect(rescaledStretches(before, before, exact, exact, 5)).toEqual([])
          let end = 0
          for (const { from, to, factor } of rescaledStretches(before, after, exact, exact, 5)) {
            expect(from).toBeGreaterThanOrEqual(end)
            expect(to).toBeGreaterThan(from)
            expect(isSame(before[to - 1]!, after[to - 1]!)).toBe(false)
            expect(factor).toBeGreaterThan(0)
            end = to
          }
        },
      ),
      { seed: 10, numRuns: 500 },
    )
  })
})
