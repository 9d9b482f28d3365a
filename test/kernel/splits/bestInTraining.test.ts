import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bestInTraining } from "../../../src/kernel/splits/bestInTraining.ts"

const { NaN: none } = Number
const cell = fc.double({ min: -0.05, max: 0.05, noNaN: true })

/** Several series that begin late, end early or are flat now and then, and a stretch of their rows. */
const drawn = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.record({
    returns: fc.array(
      fc
        .tuple(
          fc.array(cell, { minLength: count, maxLength: count }),
          fc.nat(count),
          fc.nat(6 * count),
          fc.nat(9),
        )
        .map(([cells, begin, end, flat]) =>
          Float64Array.from(cells, (value, row) =>
            row < begin / 4 || row > end ? none : flat === 0 ? 0.01 : value,
          ),
        ),
      { minLength: 1, maxLength: 5 },
    ),
    from: fc.nat(count >> 1),
    length: fc.integer({ min: 4, max: 40 }),
    least: fc.integer({ min: 2, max: 8 }),
    riskFree: fc.constantFrom(0, 0.001),
  }),
)

/** The definition by plain loops. */
function naive(
  returns: ReadonlyArray<Float64Array>,
  from: number,
  to: number,
  least: number,
  riskFree: number,
) {
  const rowsOf = (series: Float64Array): ReadonlyArray<number> => {
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
    return rows.filter((row) => !Number.isNaN(series[row]!))
  }
  const takesPart = returns.map((series) => {
    const rows = rowsOf(series)
    return rows.length >= least && rows.at(-1) === to - 1 && rows.length === to - rows[0]!
  })
  const start = Math.max(from, ...returns.flatMap((series, i) => (takesPart[i] ? [rowsOf(series)[0]!] : [])))
  const scores = returns.map((series, i) => {
    if (!takesPart[i]) return none
    const part = Array.from(series.subarray(start, to))
    const average = part.reduce((a, b) => a + b, 0) / part.length
    const variance = part.reduce((sum, r) => sum + (r - average) ** 2, 0) / (part.length - 1)
    return variance < 1e-24 ? none : (average - riskFree) / Math.sqrt(variance)
  })
  return { start, scores }
}

describe("the best in training", () => {
  it("has the highest Sharpe ratio over the rows on which all that take part have results", () => {
    let chosen = 0
    fc.assert(
      fc.property(drawn, ({ returns, from, length, least, riskFree }) => {
        const to = Math.min(returns[0]!.length, from + length)
        const found = bestInTraining(returns, { from: Math.min(from, to), to }, least, riskFree)
        const { start, scores } = naive(returns, Math.min(from, to), to, least, riskFree)
        const known = scores.filter((score) => !Number.isNaN(score))
        scores.forEach((score, i) =>
          Number.isNaN(score)
            ? expect(found.scores[i]).toBeNaN()
            : expect(Math.abs(found.scores[i]! - score)).toBeLessThan(1e-9 * Math.max(1, Math.abs(score))),
        )
        expect(found.best === -1).toBe(known.length === 0)
        found.absences.forEach((absence, i) => expect(absence === undefined).toBe(!Number.isNaN(scores[i]!)))
        if (found.best < 0) return
        chosen++
        expect(found.rows).toEqual({ from: start, to })
        // up to the tie that the first in order wins
        const highest = Math.max(...known)
        expect(scores[found.best]).toBeGreaterThan(highest - 1e-9 * Math.max(1, Math.abs(highest)))
      }),
      { numRuns: 500, seed: 3 },
    )
    expect(chosen).toBeGreaterThan(100)
  })

  it("reads no row outside the stretch", () => {
    fc.assert(
      fc.property(drawn, cell, ({ returns, from, length, least, riskFree }, other) => {
        const to = Math.min(returns[0]!.length, from + length)
        const rows = { from: Math.min(from, to), to }
        const changed = returns.map((series) =>
          series.map((value, row) => (row >= rows.from && row < rows.to ? value : other)),
        )
        expect(bestInTraining(changed, rows, least, riskFree)).toEqual(
          bestInTraining(returns, rows, least, riskFree),
        )
      }),
      { numRuns: 300, seed: 4 },
    )
  })

  it("is the first in order at a tie, and equal up to rounding is a tie", () => {
    const a = Float64Array.of(0.01, -0.02, 0.03, 0.01)
    const dust = a.map((value) => value * (1 + 4e-16))
    for (const [first, second] of [
      [a, dust],
      [dust, a],
    ] as const) {
      const { best, tied } = bestInTraining([a.map((r) => r - 0.1), first, second], { from: 0, to: 4 }, 2, 0)
      expect({ best, tied }).toEqual({ best: 1, tied: [1, 2] })
    }
  })

  it("says why a candidate takes no part", () => {
    const full = Float64Array.of(0.01, -0.02, 0.03, 0.01, 0.02)
    const { absences, best, rows } = bestInTraining(
      [
        Float64Array.of(none, none, none, 0.5, 0.4),
        Float64Array.of(0.5, 0.4, 0.6, -1, none),
        new Float64Array(5).fill(0.02),
        full,
        Float64Array.of(none, 0.01, -0.02, 0.01, 0.02),
      ],
      { from: 0, to: 5 },
      3,
      0,
    )
    expect(absences).toEqual(["short", "ended", "flat", undefined, undefined])
    expect(best).toBe(3)
    // the one that begins a row later sets where comparing begins; the one that is too short does not
    expect(rows).toEqual({ from: 1, to: 5 })
  })

  it("is nobody where nobody has results", () => {
    expect(bestInTraining([], { from: 0, to: 0 }, 2, 0)).toMatchObject({ best: -1, tied: [] })
    expect(bestInTraining([Float64Array.of(none, none)], { from: 0, to: 2 }, 2, 0).best).toBe(-1)
  })
})
