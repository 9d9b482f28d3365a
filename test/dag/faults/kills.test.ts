/** Processes killed for good, wherever they are; test/long/kills.test.ts does it much oftener. */
import { assert, describe, it } from "@effect/vitest"
import { killAfter, killAt } from "./kills.ts"
import { points } from "./points.ts"

/** What a run comes to once. */
const onlyOnce: ReadonlySet<string> = new Set(["run commit", "lease release", "run folder rename"])

/** Instants spread over a run by the golden ratio: no two alike, none left out. */
const instants = (count: number, spanMs: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, i) => ((i * 0.618034) % 1) * spanMs)

describe("a run killed", () => {
  it("at any instant loses no finished node, and the next run is right", async () => {
    let midway = 0
    for (const [i, ms] of instants(20, 130).entries()) midway += (await killAfter(ms, i)) ? 1 : 0
    assert.isAbove(midway, 5)
  }, 60_000)

  it.each(points.flatMap((point) => [`before ${point}`, `after ${point}`]))(
    "%s leaves the next run right",
    async (name) => {
      const [when, ...point] = name.split(" ")
      const arm = { when: when as "before" | "after", point: point.join(" ") as (typeof points)[number] }
      assert.isTrue(await killAt({ ...arm, nth: onlyOnce.has(arm.point) ? 1 : 3 }, 0.5))
    },
  )
})
