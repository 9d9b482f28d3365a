import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Series from "../../../src/domain/Series.ts"
import { MetaWeights } from "../../../src/pipeline/allocation/metaWeights.ts"

const rows = 8
const calendar = Calendar.make(Int32Array.from({ length: rows }, (_, t) => 100 + t))

/** A book with these returns that first fills on session `fills`. */
const book = (fills: number, gross: ReadonlyArray<number>) =>
  Series.make(calendar, {
    gross: Float64Array.from(gross),
    filled: Float64Array.from(gross, (_, t) => (t === fills ? 1 : 0)),
  })

function weigh(books: Readonly<Record<string, Series.Series>>, given: object = {}) {
  const config = Schema.decodeUnknownSync(MetaWeights.spec.config)({ lookback: 2, ...given })
  const schedule = Series.make(calendar, { decision: new Float64Array(rows).fill(1) })
  const outcome = MetaWeights.spec.run({ schedule, books }, config, { skip: 0, state: undefined, seed: 0 })
  const { weights, volatility } = (
    outcome as { readonly out: Readonly<Record<"weights" | "volatility", Series.Series>> }
  ).out
  return {
    weights: (name: string) => [...Series.column(weights, name)],
    volatility: (name: string) => [...Series.column(volatility, name)],
  }
}

const swing = (size: number) => Array.from({ length: rows }, (_, t) => (t % 2 === 0 ? size : -size))

describe("allocation/meta-weights", () => {
  it("are equal until every book has enough returns after its first fill, then inverse to volatility", () => {
    const { weights, volatility } = weigh({ calm: book(0, swing(0.01)), wild: book(3, swing(0.03)) })
    // the wild book fills on session 3: its second return after that is that of session 5
    expect(weights("calm").map((weight) => Number(weight.toFixed(12)))).toEqual([
      ...[0.5, 0.5, 0.5, 0.5, 0.5],
      ...[0.75, 0.75, 0.75],
    ])
    expect(volatility("wild").map(Number.isNaN)).toEqual([true, true, true, true, true, false, false, false])
    expect(volatility("calm")[2]).toBeCloseTo(0.01 * Math.SQRT2, 14)
  })

  it("leave the decision's own session out with a lag", () => {
    const { volatility } = weigh({ a: book(0, swing(0.01)), b: book(0, swing(0.03)) }, { lag: 1 })
    expect(volatility("a").findIndex((size) => !Number.isNaN(size))).toBe(3)
  })

  it("do not give everything to a strategy that stands still: its volatility is floored", () => {
    const flat = Array.from({ length: rows }, () => 0)
    const { weights, volatility } = weigh({ flat: book(0, flat), moving: book(0, swing(0.0002)) })
    expect(volatility("flat")[4]).toBe(0)
    const moving = 0.0002 * Math.SQRT2
    expect(weights("moving")[4]).toBeCloseTo(1 / moving / (1 / moving + 1e4), 12)
  })

  it("keep their bounds", () => {
    const books = { calm: book(0, swing(0.001)), wild: book(0, swing(0.1)) }
    const { weights } = weigh(books, { min_weight: 0.2, max_weight: 0.7 })
    expect(weights("calm")[5]).toBeCloseTo(0.7, 12)
    expect(weights("wild")[5]).toBeCloseTo(0.3, 12)
  })

  it("are equal once a book is ruined", () => {
    const ruined = [0.01, -0.01, 0.02, -1, NaN, NaN, NaN, NaN]
    const { weights } = weigh({ calm: book(0, swing(0.01)), ruined: book(0, ruined) })
    expect(weights("ruined").slice(4)).toEqual([0.5, 0.5, 0.5, 0.5])
  })
})
