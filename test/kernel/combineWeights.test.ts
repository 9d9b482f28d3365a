import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { combineWeights } from "../../src/kernel/combineWeights.ts"
import { chance } from "../laws/markets.ts"

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)
const gross = (values: ReadonlyArray<number>): number => sum(values.map(Math.abs))

const cases = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    names: fc.integer({ min: 0, max: 8 }),
    mode: fc.constantFrom("overlay" as const, "normalise" as const),
    cap: fc.constantFrom(0.5, 1, 2),
    net: fc.constantFrom(undefined, 0, 0.3, -0.5),
  })
  .map(({ seed, names, mode, cap, net }) => {
    const next = chance(seed)
    const raw = Array.from({ length: names }, () => next())
    const base = raw.map((a) => a / sum(raw))
    const exposure = raw.map(() => (next() < 0.1 ? NaN : next() < 0.3 ? 0 : next() * 2 - 1))
    return { base, exposure, how: { mode, gross: cap, net } }
  })

/** The definition in three steps. */
function expected({
  base,
  exposure,
  how,
}: typeof cases extends fc.Arbitrary<infer A> ? A : never): Array<number> {
  const e = exposure.map((value) => (Number.isNaN(value) ? 0 : value))
  let w = base.map((a, i) => a * e[i]!)
  if (how.mode === "normalise" && gross(w) > 0)
    w = w.map((x) => (gross(e) * x) / gross(base.map((a, i) => a * e[i]!)))
  if (how.net !== undefined) {
    const [long, short] = [sum(w.filter((x) => x > 0)), -sum(w.filter((x) => x < 0))]
    w = w.map((x) =>
      x > 0 ? (x * (how.gross + how.net!)) / 2 / long : x < 0 ? (x * (how.gross - how.net!)) / 2 / short : 0,
    )
  }
  return gross(w) > how.gross ? w.map((x) => (x * how.gross) / gross(w)) : w
}

describe("combineWeights", () => {
  it("is the definition, step by step", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { base, exposure, how } = given
        const ours = [...combineWeights(Float64Array.from(base), Float64Array.from(exposure), how)]
        expected(given).forEach((weight, i) => expect(ours[i]).toBeCloseTo(weight, 13))
        expect(gross(ours)).toBeLessThanOrEqual(how.gross + 1e-12)
        if (how.net !== undefined && ours.some((w) => w > 0) && ours.some((w) => w < 0)) {
          expect(sum(ours)).toBeCloseTo(how.net, 12)
        }
      }),
      { seed: 41, numRuns: 500 },
    )
  })

  it("leaves an empty leg empty", () => {
    const how = { mode: "overlay" as const, gross: 1, net: 0 }
    expect([...combineWeights(Float64Array.of(0.6, 0.4), Float64Array.of(1, 0), how)]).toEqual([0.5, 0])
    expect([...combineWeights(Float64Array.of(0.6, 0.4), Float64Array.of(0, 0), how)]).toEqual([0, 0])
  })

  it("writes no negative zero and keeps what is not there", () => {
    const how = { mode: "overlay" as const, gross: 1, net: undefined }
    const row = combineWeights(Float64Array.of(0, NaN, 1), Float64Array.of(-1, 1, -1), how)
    expect(row).toEqual(Float64Array.of(0, NaN, -1))
    expect(Object.is(row[0], 0)).toBe(true)
  })
})
