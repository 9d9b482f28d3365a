import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { joinRows, type LongRows } from "../../src/kernel/joinRows.ts"

const pairs = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 4 })), {
    selector: ([session, ticker]) => session * 10 + ticker,
  })
  .map((rows) => rows.sort(([a, b], [c, d]) => a - c || b - d))

const rowsOf = (rows: ReadonlyArray<readonly [number, number]>): LongRows => ({
  session: Int32Array.from(rows, ([session]) => session),
  ticker: Int32Array.from(rows, ([, ticker]) => ticker),
})

describe("joinRows", () => {
  it("is what comparing every row with every row finds", () => {
    fc.assert(
      fc.property(pairs, pairs, (left, right) => {
        const joined = joinRows(rowsOf(left), rowsOf(right))
        const at = (rows: typeof left, [session, ticker]: readonly [number, number]) =>
          rows.findIndex((row) => row[0] === session && row[1] === ticker)
        const shared = left.flatMap((row, i) => (at(right, row) >= 0 ? [[i, at(right, row)]] : []))
        expect([...joined.left].map((row, i) => [row, joined.right[i]])).toEqual(shared)
        expect([...joined.onlyLeft]).toEqual(left.flatMap((row, i) => (at(right, row) < 0 ? [i] : [])))
        expect([...joined.onlyRight]).toEqual(right.flatMap((row, i) => (at(left, row) < 0 ? [i] : [])))
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})
