import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { areaPath, linePath } from "../../../../src/report/html/chart/paths.ts"

/** The points that a renderer visits: M and l alone. */
function pointsOf(path: string): ReadonlyArray<readonly [number, number]> {
  let [x, y] = [0, 0]
  return [...path.matchAll(/([Ml])(-?\d+),?(-?\d+)/g)].map(([, command, a, b]) => {
    x = Number(a) + (command === "l" ? x : 0)
    y = Number(b) + (command === "l" ? y : 0)
    return [x, y] as const
  })
}

const points = fc.array(
  fc.record({
    step: fc.integer({ min: 1, max: 500 }),
    y: fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -3000, max: 3000, noNaN: true }) },
      { weight: 1, arbitrary: fc.constant(NaN) },
    ),
  }),
  { maxLength: 60 },
)

describe("a line", () => {
  it("visits every point that is known at its own place: rounding does not add up", () => {
    fc.assert(
      fc.property(points, (given) => {
        let at = 0
        const x = Int32Array.from(given, ({ step }) => (at += step))
        const y = Float64Array.from(given, (point) => point.y)
        const expected = given.flatMap((point, i) =>
          Number.isNaN(point.y) ? [] : [[x[i]!, Math.round(point.y) + 0] as const],
        )
        expect(pointsOf(linePath(x, y)).map(([px, py]) => [px, py + 0])).toEqual(expected)
      }),
    )
  })

  it("is parted where a value is missing", () => {
    expect(linePath(Int32Array.of(0, 1, 2, 3), Float64Array.of(1, NaN, 3, 4))).toBe("M0,1M2,3l1,1")
  })
})

describe("an area", () => {
  it("goes along its line and back along its level, one for each stretch that is known", () => {
    expect(areaPath(Int32Array.of(0, 5, 9, 12), Float64Array.of(1, -2, NaN, 4), 7)).toBe(
      "M0,1l5-3V7H0zM12,4V7H12z",
    )
  })
})
