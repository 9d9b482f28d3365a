/** Random cells of a sweep, opened as full studies from a cold cache, equal their cell bit for bit. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeProject, type Project } from "../stories/project.ts"
import { asFullStudy, drawn, type SweepJson, varyFlags, wideGrid } from "../stories/sweepCells.ts"
import { seed, times } from "./effort.ts"

let project: Project

beforeAll(() => {
  project = makeProject()
})
afterAll(() => project.remove())

describe("a cell of a sweep", () => {
  it("has the metrics of a full study from a cold cache", async () => {
    const { cells } = await project.json<SweepJson>("sweep", "experiments/trend.ts", ...varyFlags(wideGrid))
    for (const index of drawn(cells.length, times(20), seed)) {
      const { values, metrics } = cells[index]!
      const full = await asFullStudy(project, values, `cold-${index}`)
      expect(full.computed_nodes).toContain("metrics/summary")
      expect(metrics, JSON.stringify(values)).toEqual(full.metrics)
    }
  })
})
