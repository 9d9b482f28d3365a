import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { thinRows } from "../../../../src/report/html/chart/thinRows.ts"

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(NaN) },
)
const table = fc.integer({ min: 1, max: 400 }).chain((count) =>
  fc.array(
    fc.array(value, { minLength: count, maxLength: count }).map((values) => Float64Array.from(values)),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
)

describe("rows that a chart shows", () => {
  it("keep the least and the greatest value of every series, the first row and the last", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 8, max: 100 }), (series, most) => {
        const count = series[0]!.length
        const rows = thinRows(series, count, most)
        expect(rows[0]).toBe(0)
        expect(rows.at(-1)).toBe(count - 1)
        for (const values of series) {
          const known = values.filter((each) => !Number.isNaN(each))
          const shown = Float64Array.from(rows, (row) => values[row]!).filter((each) => !Number.isNaN(each))
          if (known.length === 0) continue
          expect(Math.min(...shown)).toBe(Math.min(...known))
          expect(Math.max(...shown)).toBe(Math.max(...known))
        }
      }),
    )
  })

  it("ascend and are no more than were asked for, but for the two ends", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 8, max: 100 }), (series, most) => {
        const rows = thinRows(series, series[0]!.length, most)
        expect(rows.every((row, i) => i === 0 || row > rows[i - 1]!)).toBe(true)
        expect(rows.length).toBeLessThanOrEqual(most + 2)
      }),
    )
  })

  it("keep the extremes of every stretch of time, not only of the whole", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) =>
      i % 100 === 50 ? 1 : i % 100 === 60 ? -1 : 0,
    )
    const rows = new Set(thinRows([values], 1000, 20))
    for (let start = 0; start < 1000; start += 100) {
      expect(rows.has(start + 50)).toBe(true)
      expect(rows.has(start + 60)).toBe(true)
    }
  })

  it("are all rows where those are few", () => {
    expect([...thinRows([Float64Array.of(1, 1, 1)], 3, 8)]).toEqual([0, 1, 2])
  })
})
