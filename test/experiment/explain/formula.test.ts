/** Formulas mean what they say: precedence, lists, ties, and what is not known. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { evaluateFormula } from "../../../src/experiment/explain/formula/evaluateFormula.ts"

const at = (text: string, inputs: Readonly<Record<string, number | ReadonlyArray<number>>> = {}) =>
  evaluateFormula(text, new Map(Object.entries(inputs)))

const some = fc.double({ min: -1e3, max: 1e3, noNaN: true })

describe("a formula", () => {
  it("binds as arithmetic does, from the left", () => {
    fc.assert(
      fc.property(some, some, some, some, (a, b, c, d) => {
        const inputs = { a, b, c, d }
        expect(at("a - b - c * d", inputs)).toBe(a - b - c * d)
        expect(at("a / b / c", { ...inputs, b: b + 2e3, c: c + 2e3 })).toBe(a / (b + 2e3) / (c + 2e3))
        expect(at("-(a + b) * c < d", inputs)).toBe(Number(-(a + b) * c < d))
        expect(at("x = a * b; y = x - c; y * y", inputs)).toBe((a * b - c) * (a * b - c))
      }),
    )
  })

  it("goes through lists entry by entry, and adds up in their order", () => {
    const list = [0.1, 0.2, 0.3, -0.4]
    expect(at("sum(1, w * 2)", { w: list })).toBe(list.reduce((sum, x) => sum + x * 2, 1))
    expect(at("longs(w) + shorts(w)", { w: list })).toBe(0.1 + 0.2 + 0.3 + 0.4)
    expect(at("entry(ranks(w), 4)", { w: list })).toBe(1)
    expect(at("count(w) / sum(w > 0.15)", { w: list })).toBe(2)
    expect(at("std(w)", { w: [5, 5, 5] })).toBe(0)
  })

  it("takes price dust for a tie, and passes on what is not known", () => {
    expect(at("compare(a, b)", { a: 1, b: 1 + 1e-15 })).toBe(0)
    expect(at("compare(a, b)", { a: 2, b: 1 })).toBe(1)
    for (const text of ["a > 1", "if(a, 1, 2)", "a + 1", "unknown", "max(a, 1)"])
      expect(at(text, { a: NaN })).toBeNaN()
  })

  it.each(["a +", "(a", "f(a)", "a b", "a; b", "zz", "a $ b"])(
    "is refused where it means nothing: %s",
    (text) => {
      expect(() => at(text, { a: 1, b: 2 })).toThrow()
    },
  )
})
