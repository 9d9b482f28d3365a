/** kill -9 at 200 instants over a run, and 10 times and more before and after each point. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { killAfter, killAt } from "../dag/faults/kills.ts"
import { points } from "../dag/faults/points.ts"
import { seed, times } from "./effort.ts"

describe("a run killed", () => {
  it("at 200 random instants loses no finished node, and the next run is right", async () => {
    let midway = 0
    const once = fc.asyncProperty(fc.double({ min: 0, max: 200, noNaN: true }), fc.nat(99), async (ms, x) => {
      midway += (await killAfter(ms, x, { size: 18 })) ? 1 : 0
    })
    const numRuns = times(200)
    await fc.assert(once, { seed, numRuns })
    assert.isAbove(midway, numRuns / 4)
  })

  it.each(points.flatMap((point) => (["before", "after"] as const).map((when) => ({ when, point }))))(
    "$when $point, at least 10 times, leaves the next run right",
    async (arm) => {
      const most = ["run commit", "lease release", "run folder rename"].includes(arm.point) ? 1 : 4
      let hit = 0
      for (let i = 0; i < times(10); i++) hit += (await killAt({ ...arm, nth: 1 + (i % most) }, i)) ? 1 : 0
      assert.strictEqual(hit, times(10))
    },
  )
})
