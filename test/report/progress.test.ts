/** The lines of a run in progress: what they say at each moment, from events and a clock that the test turns. */
import { assert, describe, it } from "@effect/vitest"
import type { Fate, NodeOutcome, RunEvent } from "../../src/dag/Run.ts"
import { Progress, type ProgressStart } from "../../src/report/text/progress.ts"

const started = (id: string): RunEvent => ({ type: "started", id })
const reported = (id: string, done: number, total: number): RunEvent => ({
  type: "progress",
  id,
  done,
  total,
})
const finished = (id: string, fate: Fate): RunEvent => ({
  type: "finished",
  outcome: { id, fate } as NodeOutcome,
})

const start = (over: Partial<ProgressStart>): Progress =>
  new Progress({ total: 10, cached: 5, workers: 2, expected: [], ...over })

const light = (id: string, lastMs: number | null) => ({ id, lastMs, heavy: false })
const heavy = (id: string, lastMs: number | null) => ({ id, lastMs, heavy: true })

describe("the progress of a run", () => {
  it("counts what became of the nodes", () => {
    const progress = start({})
    assert.deepStrictEqual(progress.lines(0, 200), ["██████████░░░░░░░░░░ 5/10 nodes · 5 cached"])
    for (const fate of ["computed", "computed", "extended", "failed"] as const)
      progress.add(finished("x", fate), 0)
    progress.add(started("y"), 0)
    assert.deepStrictEqual(progress.lines(0, 200), [
      "██████████████████░░ 9/10 nodes · 5 cached · 2 computed · 1 extended · 1 failed · y",
    ])
  })

  it("tells the time left from what the pending nodes took the last time", () => {
    const progress = start({ expected: [light("a", 4000), light("b", 6000), light("c", 9000)] })
    assert.include(progress.lines(0, 200)[0], "about 19 s left")
    progress.add(started("a"), 0)
    assert.include(progress.lines(3000, 200)[0], "about 16 s left")
    assert.include(progress.lines(9000, 200)[0], "about 15 s left") // it takes longer than it did
    progress.add(finished("a", "computed"), 9000)
    progress.add(finished("c", "cached"), 9000) // found by its key
    assert.include(progress.lines(9000, 200)[0], "about 6 s left")
    progress.add(started("b"), 9000)
    progress.add(finished("b", "computed"), 14_000)
    assert.notInclude(progress.lines(14_000, 200)[0], "left")
  })

  it("shares the time of heavy nodes among the workers, but not that of light ones", () => {
    const expected = [heavy("a", 10_000), heavy("b", 10_000)]
    assert.include(start({ expected }).lines(0, 200)[0], "about 10 s left")
    assert.include(start({ expected: [...expected, light("c", 30_000)] }).lines(0, 200)[0], "about 30 s left")
  })

  it("says `at least` where a pending node never ran, and nothing where none ever did", () => {
    assert.include(
      start({ expected: [light("a", null), light("b", 5000)] }).lines(0, 200)[0],
      "at least 5 s left",
    )
    assert.notInclude(start({ expected: [light("a", null)] }).lines(0, 200)[0], "left")
  })

  it("gives a node that reports a bar of its own, and believes it more than its history", () => {
    const progress = start({ expected: [heavy("fit@2019", 3000)], workers: 1 })
    progress.add(started("fit@2019"), 0)
    progress.add(reported("fit@2019", 20, 80), 20_000)
    assert.deepStrictEqual(progress.lines(20_000, 200), [
      "██████████░░░░░░░░░░ 5/10 nodes · 5 cached · about 1 min 0 s left",
      "█████░░░░░░░░░░░░░░░  25 % fit@2019 · 20 s",
    ])
    progress.add(reported("unknown", 1, 2), 20_000) // an event that came late
    progress.add(finished("fit@2019", "computed"), 21_000)
    assert.strictEqual(progress.lines(21_000, 200).length, 1)
  })

  it("fits the terminal", () => {
    const progress = start({ expected: [light("features/momentum@trend", 5000)] })
    progress.add(started("features/momentum@trend"), 0)
    progress.add(reported("features/momentum@trend", 1, 0), 0)
    assert.isTrue(
      [0, 10, 40].every((width) => progress.lines(0, width).every(({ length }) => length <= width)),
    )
  })
})
