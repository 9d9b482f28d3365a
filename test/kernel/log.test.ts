import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { exp } from "../../src/kernel/exp.ts"
import { log } from "../../src/kernel/log.ts"
import { ulpsApart } from "./ulpsApart.ts"

const check = { seed: 1, numRuns: 20_000 }

describe("log", () => {
  it("is within 1 ulp of the engine's", () => {
    const anywhere = fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true })
    fc.assert(
      fc.property(anywhere, (x) => ulpsApart(log(x), Math.log(x)) <= 1),
      check,
    )
    const nearOne = fc.double({ min: 0.5, max: 2, noNaN: true })
    fc.assert(
      fc.property(nearOne, (x) => ulpsApart(log(x), Math.log(x)) <= 1),
      check,
    )
  })

  it("undoes exp", () => {
    const x = fc.double({ min: -700, max: 700, noNaN: true })
    fc.assert(
      fc.property(x, (v) => Math.abs(log(exp(v)) - v) <= 1e-15 * Math.max(1, Math.abs(v))),
      check,
    )
  })

  it("knows its special values", () => {
    expect([log(NaN), log(-1), log(-Infinity), log(0), log(-0), log(Infinity), log(1)]).toEqual([
      NaN,
      NaN,
      NaN,
      -Infinity,
      -Infinity,
      Infinity,
      0,
    ])
    expect(log(5e-324)).toBe(-744.4400719213812)
    expect([log(2), log(10), log(0.5), log(1024)]).toEqual([
      Math.LN2,
      Math.LN10,
      -Math.LN2,
      6.931471805599453,
    ])
  })
})
