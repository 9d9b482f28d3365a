import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Stream from "../../src/dag/Stream.ts"

const draws = (seed: number, stream: string, name: string, rows: number): ReadonlyArray<number> => {
  const column = Stream.column(seed, stream, name)
  return Array.from({ length: rows }, (_, row) => column.unit(row))
}

describe("a stream", () => {
  it("gives a place the same number, whatever else is drawn and in whatever order", () => {
    const places = fc.array(fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(9)), { maxLength: 30 })
    fc.assert(
      fc.property(fc.integer(), places, (seed, asked) => {
        const column = Stream.column(seed, "s", "A")
        const there = asked.map(([row, draw]) => column.unit(row, draw))
        const back = asked.toReversed().map(([row, draw]) => Stream.column(seed, "s", "A").unit(row, draw))
        expect(back.toReversed()).toEqual(there)
      }),
      { seed: 11 },
    )
  })

  it("gives other numbers for another seed, stream, column, row or draw", () => {
    const one = Stream.column(1, "s", "A").unit(5)
    const others = [
      Stream.column(2, "s", "A").unit(5),
      Stream.column(1, "t", "A").unit(5),
      Stream.column(1, "s", "B").unit(5),
      Stream.column(1, "s", "A").unit(6),
      Stream.column(1, "s", "A").unit(5, 1),
      Stream.column(1, "s", "A").unit(5, 2),
      Stream.column(1, "sA", "").unit(5), // no joined strings
    ]
    expect(new Set([one, ...others]).size).toBe(others.length + 1)
  })

  it("keeps its numbers for ever: studies are repeated by them", () => {
    expect(draws(0, "paths", "x", 3)).toEqual([0.1286873458684591, 0.5424914848207519, 0.3477890246801041])
  })

  it("is uniform and does not follow from row to row or column to column", () => {
    const n = 20_000
    const [x, y] = [draws(7, "s", "x", n), draws(7, "s", "y", n)]
    const mean = (values: ReadonlyArray<number>) => values.reduce((a, b) => a + b, 0) / n
    const together = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
      12 * mean(a.map((value, i) => (value - 0.5) * ((b[i] ?? 0.5) - 0.5)))
    const bound = 4 / Math.sqrt(n) // four deviations
    expect(Math.abs(mean(x) - 0.5)).toBeLessThan(bound / Math.sqrt(12))
    expect(Math.abs(together(x, x) - 1)).toBeLessThan(bound)
    expect(Math.abs(together(x, y))).toBeLessThan(bound)
    expect(Math.abs(together(x, x.slice(1)))).toBeLessThan(bound)
    expect(x.every((value) => value >= 0 && value < 1)).toBe(true)
  })
})
