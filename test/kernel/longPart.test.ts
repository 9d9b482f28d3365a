import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { longPart } from "../../src/kernel/longPart.ts"

const weight = fc.double({ min: -1, max: 1, noNaN: true })
const move = fc.double({ min: -0.2, max: 0.2, noNaN: true })

describe("longPart", () => {
  it("is what the sessions' two halves earned while long, borrow fees never in it", () => {
    fc.assert(
      fc.property(weight, weight, move, move, move, move, (h, w, a, b, other, otherAfter) => {
        const toFill = 1 + h * a + other
        const fromFill = 1 + w * b + otherAfter
        const borrow = h < 0 ? -h * 1e-4 : 0
        const contribution = h * a + toFill * w * b - borrow
        const expected = (h > 0 ? h * a : 0) + (w > 0 ? toFill * w * b : 0)
        const long = longPart({
          contribution,
          before: h,
          drifted: (h * (1 + a)) / toFill,
          filled: w,
          after: (w * (1 + b)) / fromFill,
          toFill,
          fromFill,
        })
        expect(Math.abs(long - expected)).toBeLessThan(1e-14)
      }),
      { seed: 17, numRuns: 500 },
    )
  })

  it("is 0 for what was never held", () => {
    const nothing = { before: NaN, drifted: NaN, filled: 0, after: 0, toFill: 1, fromFill: 1 }
    expect(longPart({ contribution: 0, ...nothing })).toBe(0)
  })
})
