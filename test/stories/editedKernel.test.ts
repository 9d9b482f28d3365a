import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { makeClone, type RunJson } from "./project.ts"

const clone = makeClone()
afterAll(() => clone.remove())

describe("the code that is fingerprinted is the code that runs", () => {
  it("an edited kernel constant changes the numbers of the very run that follows, and only its nodes run", async () => {
    const before = await clone.json<RunJson>("dag", "run", "experiments/trend.ts")
    const file = "src/kernel/breakoutSignal.ts"
    const source = readFileSync(join(clone.root, file), "utf8")
    const edited = source.replace("const band = 0.01", "const band = 0.1")
    expect(edited).not.toBe(source)
    clone.write(file, edited)
    const after = await clone.json<RunJson>("dag", "run", "experiments/trend.ts")
    expect(after.metrics["total_return"]).not.toBe(before.metrics["total_return"])
    expect(after.computed_nodes).toContain("features/breakout@trend")
    expect(after.computed_nodes).not.toContain("features/momentum@trend")
    expect(after.computed_nodes).not.toContain("data/returns")
    const why = await clone.sage("why", "experiments/trend.ts", "features/breakout@trend")
    expect(why.stdout).toContain(`${file}:`)
    clone.write(file, source)
    const reverted = await clone.json<RunJson>("dag", "run", "experiments/trend.ts")
    expect(reverted.computed_nodes).toEqual([])
    expect(reverted.metrics).toEqual(before.metrics)
  })

  it("a comment changes nothing", async () => {
    const file = "src/kernel/momentum.ts"
    const source = readFileSync(join(clone.root, file), "utf8")
    clone.write(file, `// a remark\n${source}`)
    const after = await clone.json<RunJson>("dag", "run", "experiments/trend.ts")
    expect(after.computed_nodes).toEqual([])
  })
})
