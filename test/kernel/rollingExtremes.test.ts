import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rollingExtremes } from "../../src/kernel/rollingExtremes.ts"
import { indexOf, shapes } from "../laws/markets.ts"
import { column, windowAt } from "../laws/naive.ts"

describe("rollingExtremes", () => {
  it("are the largest and the smallest of each window, and not known where a value of it is not", () => {
    fc.assert(
      fc.property(shapes(80), fc.integer({ min: 1, max: 30 }), (shape, window) => {
        const { values } = indexOf(shape)
        const { high, low } = rollingExtremes(values, shape.width, window)
        for (let i = 0; i < shape.width; i++) {
          const series = column(values, shape.width, i)
          const inWindows = series.map((_, t) => windowAt(series, t, window) ?? [NaN])
          expect(column(high, shape.width, i)).toEqual(inWindows.map((inside) => Math.max(...inside)))
          expect(column(low, shape.width, i)).toEqual(inWindows.map((inside) => Math.min(...inside)))
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
