import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rollingMean } from "../../src/kernel/rollingMean.ts"
import { indexOf, shapes } from "../laws/markets.ts"
import { column, mean, windowAt } from "../laws/naive.ts"

const windows = fc.integer({ min: 1, max: 30 })

describe("rollingMean", () => {
  it("agrees with the mean of each window added on its own", () => {
    fc.assert(
      fc.property(shapes(80), windows, (shape, window) => {
        const { values, calendar } = indexOf(shape)
        const means = rollingMean(values, shape.width, calendar.sessions, window)
        for (let i = 0; i < shape.width; i++) {
          const series = column(values, shape.width, i)
          column(means, shape.width, i).forEach((ours, t) => {
            const expected = mean(windowAt(series, t, window) ?? [NaN])
            if (Number.isNaN(expected)) expect(ours).toBeNaN()
            else expect(Math.abs(ours / expected - 1)).toBeLessThan(1e-13)
          })
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it("has the same bits wherever the panel starts", () => {
    fc.assert(
      fc.property(shapes(80), windows, (shape, window) => {
        const { values, calendar } = indexOf(shape)
        const whole = rollingMean(values, shape.width, calendar.sessions, window)
        const from = Math.max(0, shape.cut - window + 1)
        const later = rollingMean(
          values.subarray(from * shape.width),
          shape.width,
          calendar.sessions.subarray(from),
          window,
        )
        expect(later.subarray((shape.cut - from) * shape.width)).toEqual(
          whole.subarray(shape.cut * shape.width),
        )
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  it("has the same bits on a calendar without gaps, where a window may be one block", () => {
    const sessions = Int32Array.from({ length: 40 }, (_, t) => 9_999 + t)
    const values = Float64Array.from(sessions, (_, t) => 1 + ((t * 37) % 11) / 7)
    const whole = rollingMean(values, 1, sessions, 7)
    for (let cut = 6; cut < 40; cut++) {
      const later = rollingMean(values.subarray(cut - 6), 1, sessions.subarray(cut - 6), 7)
      expect(later.subarray(6)).toEqual(whole.subarray(cut))
    }
  })
})
