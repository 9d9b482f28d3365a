import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Spans from "../../../src/domain/Spans.ts"
import type { Splits } from "../../../src/domain/Splits.ts"
import { formatIsoDate } from "../../../src/kernel/civilDate.ts"
import {
  CombinatorialPurged,
  PurgedKFold,
  WalkForwardSplits,
} from "../../../src/pipeline/validation/index.ts"
import { runDefinition } from "../../laws/runDefinition.ts"
import { weekdays } from "../metrics/fixtures.ts"

/** Labels of two assets, each of a length of its own; one in ten is missing. */
const labels = fc.array(
  fc
    .tuple(fc.nat(12), fc.nat(12), fc.nat(9), fc.nat(9))
    .map(([a, b, noA, noB]) => [noA === 0 ? NaN : a, noB === 0 ? NaN : b]),
  { minLength: 30, maxLength: 90, size: "max" },
)

interface Labelled {
  readonly sessions: Int32Array
  readonly rows: Panel.Panel
  readonly spans: Spans.Spans
}

function labelled(lengths: ReadonlyArray<ReadonlyArray<number>>): Labelled {
  const sessions = weekdays(lengths.length)
  const rows = Panel.filled(Calendar.make(sessions), ["A", "B"], 1)
  const ends = lengths.flatMap((pair, row) =>
    pair.map((length) => sessions[Math.min(sessions.length - 1, row + length)] ?? NaN),
  )
  return { sessions, rows, spans: Spans.make(rows, Float64Array.from(ends)) }
}

const definitions = [
  { name: "purged k-fold", node: PurgedKFold, config: { folds: 4 } },
  { name: "combinatorial", node: CombinatorialPurged, config: { blocks: 5, tested: 2 } },
  {
    name: "walk-forward",
    node: WalkForwardSplits,
    config: { type: "walk_forward", train_sessions: 10, test_sessions: 7 },
  },
] as const

const isoDates = (sessions: Int32Array) => Array.from(sessions, formatIsoDate)

/** Sessions of stretches, by row. */
function rowsOf(stretches: ReadonlyArray<{ from: string; to: string }>, dates: ReadonlyArray<string>) {
  return stretches.flatMap(({ from, to }) =>
    Array.from(dates.keys()).filter((row) => dates[row]! >= from && dates[row]! <= to),
  )
}

describe.each(definitions)("$name splits", ({ node, config }) => {
  const split = (inputs: object, more: object = {}): Splits =>
    runDefinition(node, { ...config, ...more }, inputs as Record<string, unknown>)["output"] as Splits

  it("train on no session whose labels touch a label of the test, whatever the labels", () => {
    let trained = 0
    fc.assert(
      fc.property(labels, (lengths) => {
        const { sessions, rows, spans } = labelled(lengths)
        const dates = isoDates(sessions)
        // of the whole row: the farthest label of any asset; a row without one is not trained on
        const lastOf = (row: number): string | undefined => {
          const ends = [0, 1].map((i) => spans.values[row * 2 + i]!).filter((end) => !Number.isNaN(end))
          return ends.length === 0 ? undefined : formatIsoDate(Math.max(...ends))
        }
        for (const { test, train, test_sessions, train_sessions } of split({ rows, spans }).splits) {
          const [tests, trains] = [rowsOf(test, dates), rowsOf(train, dates)]
          expect([tests.length, trains.length]).toEqual([test_sessions, train_sessions])
          for (const row of trains) {
            trained++
            expect(tests).not.toContain(row)
            expect(lastOf(row)).toBeDefined()
            for (const other of tests.filter((at) => lastOf(at) !== undefined)) {
              const touches = dates[row]! <= lastOf(other)! && dates[other]! <= lastOf(row)!
              expect(touches, `${dates[row]} and ${dates[other]}`).toBe(false)
            }
          }
        }
      }),
      { numRuns: 25, seed: 9 },
    )
    expect(trained).toBeGreaterThan(1000)
  })

  it("need no labels: equal spans by label_sessions are what a panel of such spans gives", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.nat(8), (count, length) => {
        const { rows, spans } = labelled(Array.from({ length: count }, () => [length, length]))
        expect(split({ rows }, { label_sessions: length })).toEqual(split({ rows, spans }))
      }),
      { numRuns: 30, seed: 10 },
    )
  })

  it("are none of no sessions", () => {
    const { rows } = labelled([])
    expect(split({ rows })).toEqual({ splits: [], paths: 0 })
  })
})

describe("combinatorial splits", () => {
  it("test every session once on each path", () => {
    const { rows, sessions } = labelled(Array.from({ length: 61 }, () => [3, 3]))
    const { splits, paths } = runDefinition(CombinatorialPurged, { blocks: 6, tested: 3 }, { rows })[
      "output"
    ] as Splits
    expect([splits.length, paths]).toEqual([20, 10])
    for (let path = 0; path < paths; path++) {
      const tested = splits.flatMap(({ test }) => test.filter((block) => block.path === path))
      expect(rowsOf(tested, isoDates(sessions)).toSorted((a, b) => a - b)).toEqual([...sessions.keys()])
    }
  })
})

describe("spans", () => {
  const { rows, sessions } = labelled([
    [1, 1],
    [1, 1],
    [1, 1],
  ])

  it("of a row run to the last session that any label of it reads", () => {
    const ends = Float64Array.of(sessions[0]!, sessions[2]!, NaN, sessions[1]!, NaN, NaN)
    const { starts, ends: last } = Spans.rowsOf(Spans.make(rows, ends))
    expect([...starts]).toEqual([0, 1, 2])
    expect([...last]).toEqual([2, 1, NaN])
  })

  it("that end on no session end with the one before", () => {
    const weekend = 18262 + 3 // Saturday after the first three weekdays
    const ends = new Float64Array(6).fill(weekend)
    expect([...Spans.rowsOf(Spans.make(rows, ends)).ends]).toEqual([2, 2, 2])
  })

  it("that end before they begin are refused, with asset and date", () => {
    const ends = new Float64Array(6).fill(sessions[1]!)
    expect(Spans.type.problem!(Spans.make(rows, ends))).toMatch(/label of A on 2020-01-03 that ends before/)
  })
})
