/** Heavy nodes of a user's own, as a stranger writes and runs them. */
import { spawn } from "node:child_process"
import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type Project, readText, type RunJson } from "./project.ts"

/** Two nodes that each wait until the other has begun, and one that never ends. */
const experiment = (heavy: boolean, exported = true) => `
import { Document, Experiment, Node, Reach, Study } from "sage"
import * as Schema from "effect/Schema"
import { existsSync, writeFileSync } from "node:fs"

const Sum = Document.of("sum", Schema.Finite)
const whole = () => Reach.whole("a sum reads everything")

${exported ? "export " : ""}const Meets = Node.define({
  name: "mine/meets",
  title: "a sum, once the other has begun too",
  config: Schema.Struct({ folder: Schema.String, own: Schema.String, other: Schema.NullOr(Schema.String) }),
  inputs: {},
  output: Sum,
  reach: whole,
  scope: "all",
  ${heavy ? "heavy: true," : ""}
  run: (_inputs, { folder, own, other }) => {
    writeFileSync(folder + "/" + own, "")
    const clock = new Int32Array(new SharedArrayBuffer(4))
    for (let waited = 0; other !== null && !existsSync(folder + "/" + other); waited++) {
      if (waited > 2000) throw new Error("the other never began")
      Atomics.wait(clock, 0, 0, 10)
    }
    let sum = 0
    for (let i = 1; i <= 100_000; i++) sum += 1 / i
    return sum
  },
})

const study = Study.define({
  config: Schema.Struct({ folder: Schema.String, alone: Schema.Boolean, endless: Schema.Boolean }),
  snapshot: () => "demo",
  seed: () => 0,
  optimisticFill: () => false,
  objections: () => [],
  files: ({ folder, alone, endless }) => ({
    "a.json": Meets({ folder, own: "a", other: endless ? "never" : alone ? null : "b" }, {}, { as: "a" }),
    "b.json": Meets({ folder, own: "b", other: endless ? "never" : alone ? null : "a" }, {}, { as: "b" }),
  }),
})

export default Experiment.define({
  question: "Do two heavy nodes run at the same time?",
  graph: study,
  config: { folder: ".", alone: false, endless: false },
})
`

let project: Project

beforeAll(() => {
  project = makeProject()
  project.write("experiments/heavy.ts", experiment(true))
  project.write("experiments/light.ts", experiment(false))
  project.write("experiments/hidden.ts", experiment(true, false))
})
afterAll(() => project.remove())

const freshFolder = (name: string): string => {
  const folder = join(project.root, name)
  mkdirSync(folder)
  return folder
}

const sums = (run: RunJson): ReadonlyArray<string> =>
  ["a.json", "b.json"].map((name) => readText(project, run.run_dir, name))

describe("two heavy nodes", () => {
  it("run at the same time with two workers, and give what one thread gives", async () => {
    const met = await project.json<RunJson>(
      ...["dag", "run", "experiments/heavy.ts", "--workers", "2"],
      ...["--set", `folder=${freshFolder("met")}`],
    )
    expect(met.computed_nodes).toEqual(["mine/meets@a", "mine/meets@b"])
    const alone = await project.json<RunJson>(
      ...["dag", "run", "experiments/light.ts", "--set", "alone=true"],
      ...["--set", `folder=${freshFolder("alone")}`],
    )
    expect(sums(met)).toEqual(sums(alone))
  })

  it("end within two seconds of an interruption, although they never yield", async () => {
    const folder = freshFolder("endless")
    const child = spawn(
      join(projectRoot, "node_modules", "node", "bin", "node"),
      [
        join(projectRoot, "bin", "sage"),
        ...["dag", "run", "experiments/heavy.ts", "--set", "endless=true", "--set", `folder=${folder}`],
      ],
      { cwd: project.root, stdio: "ignore" },
    )
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve))
    while (!existsSync(join(folder, "a")) || !existsSync(join(folder, "b")))
      await new Promise((resolve) => setTimeout(resolve, 20))
    const interruptedAt = performance.now()
    child.kill("SIGINT")
    expect(await ended).toBe(130)
    expect(performance.now() - interruptedAt).toBeLessThan(2000)
  })

  it("run one after the other, with a note, when their file does not give them out", async () => {
    const args = ["dag", "run", "experiments/hidden.ts", "--set", "alone=true"]
    const { stdout, code } = await project.sage(...args, "--set", `folder=${freshFolder("hidden")}`)
    expect(code).toBe(0)
    expect(stdout).toContain(
      "note mine/meets@a: runs in the main thread: mine/meets is not exported by its file",
    )
  })
})
