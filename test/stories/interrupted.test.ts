/** Ctrl-C in the middle of a study. */
import { spawn } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type RunJson } from "./project.ts"

const node = join(projectRoot, "node_modules", "node", "bin", "node")

describe("a run that is interrupted", () => {
  it("ends with 130, says what is kept, and the next run goes on from there", async () => {
    const project = makeProject()
    await project.json("config", "show", "experiments/trend.ts") // so that no build is in the way
    const child = spawn(node, [join(projectRoot, "bin", "sage"), "dag", "run", "experiments/trend.ts"], {
      cwd: project.root,
      stdio: ["ignore", "pipe", "pipe"],
    })
    let stderr = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
    const objects = join(project.root, ".sage-cache", "objects")
    while (!existsSync(objects) || readdirSync(objects).length < 4)
      await new Promise((next) => setTimeout(next, 2))
    child.kill("SIGINT")
    assert.strictEqual(await ended, 130)
    assert.match(stderr, /^Interrupted\. What was finished is kept/)
    assert.isFalse(existsSync(join(project.root, "runs")))
    const { nodes, status } = await project.json<RunJson>("dag", "run", "experiments/trend.ts")
    assert.strictEqual(status, "done")
    assert.isAtLeast(nodes.cached, 3)
    assert.isAtLeast(nodes.computed, 1)
    project.remove()
  })
})
