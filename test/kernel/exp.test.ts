import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { exp } from "../../src/kernel/exp.ts"
import { ulpsApart } from "./ulpsApart.ts"

const check = { seed: 1, numRuns: 20_000 }

describe("exp", () => {
  it("is within 1 ulp of the engine's", () => {
    const anywhere = fc.double({ min: -746, max: 710, noNaN: true })
    fc.assert(
      fc.property(anywhere, (x) => ulpsApart(exp(x), Math.exp(x)) <= 1),
      check,
    )
    const small = fc.double({ min: -1.5, max: 1.5, noNaN: true })
    fc.assert(
      fc.property(small, (x) => ulpsApart(exp(x), Math.exp(x)) <= 1),
      check,
    )
  })

  it("knows its special values", () => {
    expect([exp(NaN), exp(Infinity), exp(-Infinity), exp(0), exp(-0)]).toEqual([NaN, Infinity, 0, 1, 1])
    expect([exp(709.7827128933841), exp(-745.1332191019411), exp(-745.2)]).toEqual([Infinity, 5e-324, 0])
    expect(ulpsApart(exp(1), Math.E)).toBe(1)
    expect(exp(1e-300)).toBe(1)
  })

  it("gives bits recorded once", () => {
    expect([exp(0.5), exp(-1), exp(10), exp(-700)]).toEqual([
      1.6487212707001282, 0.36787944117144233, 22026.465794806718, 9.85967654375977e-305,
    ])
  })
})
