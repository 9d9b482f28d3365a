/** What chance shows beside a study, and a grid of studies at once, as a stranger asks for them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { GridCells } from "../../src/pipeline/metrics/grid.ts"
import type { NoiseFloor } from "../../src/pipeline/metrics/noiseFloor.ts"
import type { OverfittingSheet } from "../../src/pipeline/metrics/overfitting.ts"
import { makeProject, type Project, readText, type RunJson } from "./project.ts"

let project: Project
beforeAll(() => {
  project = makeProject()
})
afterAll(() => project.remove())

describe("the noise floor", () => {
  const preset = "configs/presets/moving-averages.yaml"
  const run = (...args: ReadonlyArray<string>) =>
    project.json<RunJson & { readonly noise_floor: NoiseFloor | null }>("dag", "run", preset, ...args)

  it("is off, and told and kept when it is asked for", async () => {
    expect((await run()).noise_floor).toBeNull()
    const asked = ["--set", "metrics.noise_floor.draws=19"]
    const first = await run(...asked)
    expect(first.computed_nodes.filter((id) => id.startsWith("metrics/noise-draw@")).length).toBe(38)
    expect(JSON.parse(readText(project, first.run_dir, "noise_floor.json"))).toEqual(first.noise_floor)
    const second = await run(...asked)
    expect(second.nodes.cached).toBe(second.nodes.total)
    expect(second.noise_floor).toEqual(first.noise_floor)
    const { stdout } = await project.sage("dag", "run", preset, ...asked)
    expect(stdout).toMatch(
      /Noise floor: its holdings show a Sharpe ratio of \d\.\d\d or more in \d+ of 19 draws with the signs/,
    )
  })
})

describe("the grid of moving averages", () => {
  const grid = "experiments/moving-averages.ts"
  const small = ["--set", "grid.sma_short=[10,20,50]", "--set", "grid.sma_long=[50,100]"]

  it("has the cells that full studies from a cold cache have, and says what choosing among them is worth", async () => {
    const record = await project.json<RunJson & { readonly overfitting: OverfittingSheet }>(
      "dag",
      "run",
      grid,
      ...small,
    )
    expect(record.overfitting).toMatchObject({ systems: 5, splits: 252 })
    const cells = JSON.parse(readText(project, record.run_dir, "grid.json")) as GridCells
    expect(cells.map(({ name }) => name)).toEqual(["10/50", "10/100", "20/50", "20/100", "50/100"])
    const windows = ["short=20", "long=100"].flatMap((set) => ["--set", `strategies.crossover.sma_${set}`])
    const cold = ["--cache", "cold", "dag", "run", "configs/presets/moving-averages.yaml"]
    const { metrics } = await project.json<RunJson>(...cold, ...windows)
    const cell = cells.find(({ name }) => name === "20/100")!
    for (const [name, figure] of Object.entries(cell.figures))
      expect(Math.abs(figure! - metrics[name]!), name).toBeLessThanOrEqual(1e-12)
  })

  it("refuses what it does not follow, by field and with what to do", async () => {
    const { code, stderr } = await project.sage("dag", "run", grid, "--set", "allocation.method=inverse_vol")
    expect(code).toBe(2)
    expect(stderr).toContain(
      "allocation.method: the grid knows equal_weight alone: set it so, or use `sage sweep`",
    )
  })
})
