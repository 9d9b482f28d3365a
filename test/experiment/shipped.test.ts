/** No question is asked without something to hold the answer against. */
import { readdirSync } from "node:fs"
import { basename } from "node:path"
import { describe, expect, it } from "vitest"
import { isExperiment } from "../../src/experiment/Experiment.ts"

const filesOf = (folder: string, ending: string): ReadonlyArray<string> =>
  readdirSync(new URL(`../../${folder}/`, import.meta.url)).filter((file) => file.endsWith(ending))

const presets = filesOf("configs/presets", ".yaml").map((file) => basename(file, ".yaml"))
const experiments = filesOf("experiments", ".ts").map((file) => basename(file, ".ts"))

describe("a shipped experiment", () => {
  it.each(experiments)("%s names presets that there are as its baselines", async (name) => {
    const { default: experiment } = (await import(`../../experiments/${name}.ts`)) as {
      readonly default: unknown
    }
    if (!isExperiment(experiment)) return expect.fail("it exports no experiment")
    expect(experiment.against.length).toBeGreaterThan(0)
    for (const preset of experiment.against) expect(presets).toContain(preset)
    expect(experiment.graph.baseline, "its graph takes no baselines").toBeDefined()
  })
})
