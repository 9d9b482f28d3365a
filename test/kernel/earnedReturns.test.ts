import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { earnedReturns, type Holdings, type PartedReturns } from "../../src/kernel/earnedReturns.ts"

const returnsOf = (cells: number) =>
  fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: cells, maxLength: cells })

interface Given {
  readonly holdings: Holdings
  readonly returns: PartedReturns
  readonly sessions: number
}

/** Every asset has a bar on every session; before · after = close to close. */
const givens: fc.Arbitrary<Given> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 12 }))
  .chain(([assets, sessions]) => {
    const cells = assets * sessions
    const weights = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: cells,
      maxLength: cells,
    })
    const fills = fc.array(fc.constantFrom(0, 1), { minLength: sessions, maxLength: sessions })
    return fc
      .tuple(weights, weights, fills, returnsOf(cells), returnsOf(cells))
      .map(([held, filled, filling, before, after]) => ({
        holdings: {
          assets,
          held: Float64Array.from(held),
          filled: Float64Array.from(filled),
          fills: Float64Array.from(filling),
        },
        returns: {
          beforeFill: Float64Array.from(before),
          afterFill: Float64Array.from(after),
          closeToClose: Float64Array.from(before, (a, at) => (1 + a) * (1 + after[at]!) - 1),
        },
        sessions,
      }))
  })

/** Rows from `from` on moved forward in a circle. */
const turned = (values: Float64Array, width: number, from: number, shift: number): Float64Array => {
  const count = values.length / width - from
  return values.map((value, at) => {
    const [t, i] = [Math.floor(at / width), at % width]
    return t < from ? value : values[(from + ((t - from + shift) % count)) * width + i]!
  })
}

describe("what holdings earn", () => {
  it("is Σ h·r of the close before, and on sessions with fills what old weights earn up to them and new ones after", () => {
    const holdings = {
      assets: 2,
      held: Float64Array.of(0.5, 0.5, 0.25, 0.25, 1, 0),
      filled: Float64Array.of(0.5, 0.5, 0.25, 0.25, 1, 0),
      fills: Float64Array.of(0, 0, 1),
    }
    const returns = {
      beforeFill: Float64Array.of(0, 0, 0.1, 0.2, 0.1, 0.2),
      afterFill: Float64Array.of(0, 0, 0, 0, 0.5, 0),
      closeToClose: Float64Array.of(0, 0, 0.1, 0.2, 0.65, 0.2),
    }
    const [first, second] = earnedReturns(holdings, returns, 1, 3, 0)
    expect(first).toBeCloseTo(0.15, 14)
    expect(second).toBeCloseTo((1 + 0.075) * 1.5 - 1, 14)
  })

  it("after a turn is what it is on panels whose rows were moved beforehand", () => {
    fc.assert(
      fc.property(givens, fc.nat(), fc.nat(), ({ holdings, returns, sessions }, a, b) => {
        const from = a % (sessions - 1)
        const shift = b % (sessions - from)
        const move = (values: Float64Array) => turned(values, holdings.assets, from, shift)
        const moved = {
          beforeFill: move(returns.beforeFill),
          afterFill: move(returns.afterFill),
          closeToClose: move(returns.closeToClose),
        }
        expect(earnedReturns(holdings, returns, from, sessions, shift)).toEqual(
          earnedReturns(holdings, moved, from, sessions, 0),
        )
      }),
      { seed: 72, numRuns: 300 },
    )
  })

  it("turns an asset that lists late within its own sessions, and together with the others up to their seam", () => {
    // asset 1 has returns on rows 2 … 5 alone
    const closeToClose = Float64Array.of(10, NaN, 11, NaN, 12, 22, 13, 23, 14, 24, 15, 25)
    const all = {
      beforeFill: closeToClose.map(() => NaN),
      afterFill: closeToClose.map(() => NaN),
      closeToClose,
    }
    const holdOnly = (asset: number): Holdings => ({
      assets: 2,
      held: closeToClose.map((_, at) => (at % 2 === asset ? 1 : 0)),
      filled: new Float64Array(12),
      fills: new Float64Array(6),
    })
    expect([...earnedReturns(holdOnly(0), all, 1, 6, 2)]).toEqual([13, 14, 15, 11, 12])
    expect([...earnedReturns(holdOnly(1), all, 1, 6, 2)]).toEqual([0, 24, 25, 22, 23])
  })
})
