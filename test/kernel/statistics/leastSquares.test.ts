import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { leastSquares } from "../../../src/kernel/statistics/leastSquares.ts"
import { neweyWestErrors } from "../../../src/kernel/statistics/neweyWest.ts"

const cell = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 1000)
const drawn = fc.integer({ min: 1, max: 4 }).chain((size) =>
  fc.integer({ min: size + 1, max: 30 }).chain((rows) => {
    const column = fc.array(cell, { minLength: rows, maxLength: rows }).map((c) => Float64Array.from(c))
    return fc.record({
      columns: fc.array(column, { minLength: size, maxLength: size }),
      y: column,
    })
  }),
)

const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0)

describe("least squares", () => {
  it("leaves residuals that no column explains", () => {
    let fitted = 0
    fc.assert(
      fc.property(drawn, ({ columns, y }) => {
        const fit = leastSquares(columns, y)
        if (fit === undefined) return
        fitted++
        for (const column of columns) {
          const length = Math.sqrt(dot(column, column) * dot(y, y))
          // of nearly dependent columns the coefficients are large, and their rounding is
          const size = 1 + Math.max(...fit.coefficients.map(Math.abs))
          expect(Math.abs(dot(column, fit.residuals))).toBeLessThanOrEqual(1e-12 * size * Math.max(1, length))
        }
      }),
      { numRuns: 400, seed: 1 },
    )
    expect(fitted).toBeGreaterThan(200)
  })

  it("is the line through two points, and the mean of a constant", () => {
    const ones = Float64Array.of(1, 1, 1)
    const line = leastSquares([ones, Float64Array.of(0, 1, 2)], Float64Array.of(1, 3, 5))!
    line.coefficients.forEach((c, i) => expect(c).toBeCloseTo([1, 2][i]!, 14))
    expect(line.rSquared).toBeCloseTo(1, 14)
    const mean = leastSquares([ones], Float64Array.of(1, 2, 6))!
    expect(mean.coefficients[0]).toBeCloseTo(3, 14)
    expect(mean.standardErrors[0]).toBeCloseTo(Math.sqrt(7 / 3), 14)
  })

  it("is not there for columns that depend on each other, or too few rows", () => {
    const x = Float64Array.of(1, 2, 3, 5)
    expect(leastSquares([x, x.map((v) => -3 * v)], Float64Array.of(1, 0, 1, 0))).toBeUndefined()
    expect(leastSquares([x, new Float64Array(4)], Float64Array.of(1, 0, 1, 0))).toBeUndefined()
    expect(leastSquares([Float64Array.of(1), Float64Array.of(2)], Float64Array.of(1))).toBeUndefined()
  })

  it("keeps its digits where a level is large beside what varies in it", () => {
    const rows = 200
    const level = Float64Array.from({ length: rows }, (_, t) => 1e6 + Math.sin(t))
    const y = level.map((value, t) => 2 * (value - 1e6) + (t % 2 === 0 ? 1e-3 : -1e-3))
    const fit = leastSquares([level.map(() => 1), level], y)!
    expect(fit.coefficients[1]).toBeCloseTo(2, 4)
    expect(fit.rSquared).toBeGreaterThan(0.99999)
  })
})

describe("Newey–West errors", () => {
  it("are Σ of weighted products, by the formula", () => {
    fc.assert(
      fc.property(drawn, fc.nat(6), ({ columns, y }, lags) => {
        const fit = leastSquares(columns, y)
        if (fit === undefined) return
        const [size, rows] = [columns.length, y.length]
        const score = (t: number, i: number): number => columns[i]![t]! * fit.residuals[t]!
        const middle = (i: number, j: number): number => {
          let sum = 0
          for (let t = 0; t < rows; t++)
            for (let s = 0; s < rows; s++)
              if (Math.abs(t - s) <= lags)
                sum += (1 - Math.abs(t - s) / (lags + 1)) * score(t, i) * score(s, j)
          return sum
        }
        const found = neweyWestErrors(columns, fit, lags)
        for (let k = 0; k < size; k++) {
          let variance = 0
          let scale = 0
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              const part = fit.inverse[k * size + i]! * middle(i, j) * fit.inverse[j * size + k]!
              variance += part
              scale += Math.abs(part)
            }
          }
          expect(Math.abs(found[k]! ** 2 - variance)).toBeLessThanOrEqual(1e-10 * scale)
        }
        const corrected = neweyWestErrors(columns, fit, lags, true)
        expect(corrected[0]).toBeCloseTo(found[0]! * Math.sqrt(rows / (rows - size)), 8)
      }),
      { numRuns: 100, seed: 2 },
    )
  })
})
