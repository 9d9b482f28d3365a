/** Heavy nodes of a user's own, as a stranger writes and runs them. */
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { Worker } from "node:worker_threads"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Request } from "../../src/dag/workers/messages.ts"
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

/** A light node waits at a gate, then a heavy one follows: time to edit the file in between. */
const gated = (factor: number) => `
import { Document, Experiment, Node, Reach, Study } from "sage"
import * as Schema from "effect/Schema"
import { existsSync, writeFileSync } from "node:fs"

const Figure = Document.of("figure", Schema.Finite)
const whole = () => Reach.whole("a figure has no rows")
const factor = ${factor}

export const Gate = Node.define({
  name: "mine/gate", title: "1, once the gate is open", config: Schema.Struct({ folder: Schema.String }), inputs: {},
  output: Figure, reach: whole, scope: "all",
  run: (_inputs, { folder }) => {
    writeFileSync(folder + "/waiting", "")
    const clock = new Int32Array(new SharedArrayBuffer(4))
    for (let waited = 0; waited < 2000 && !existsSync(folder + "/open"); waited++) Atomics.wait(clock, 0, 0, 10)
    return 1
  },
})

export const Heavy = Node.define({
  name: "mine/heavy", title: "times a factor of the file", config: Schema.Struct({}), inputs: { x: Figure },
  output: Figure, reach: whole, scope: "all", heavy: true,
  run: ({ x }) => factor * x,
})

export default Experiment.define({
  question: "Which code runs?",
  graph: Study.define({
    config: Schema.Struct({ folder: Schema.String }),
    snapshot: () => "demo", seed: () => 0, optimisticFill: () => false, objections: () => [],
    files: ({ folder }) => ({ "figure.json": Heavy({}, { x: Gate({ folder }, {}) }) }),
  }),
  config: { folder: "." },
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

const appears = async (file: string): Promise<void> => {
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20))
}

const sums = (run: RunJson): ReadonlyArray<string> =>
  ["a.json", "b.json"].map((name) => readText(project, run.run_dir, name))

describe("heavy nodes", () => {
  it("run at the same time, two of them with two workers, and give what one thread gives", async () => {
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
    await appears(join(folder, "a"))
    await appears(join(folder, "b"))
    const interruptedAt = performance.now()
    child.kill("SIGINT")
    expect(await ended).toBe(130)
    expect(performance.now() - interruptedAt).toBeLessThan(2000)
  })

  it("run the code that the run began with, also when their file is edited before they start", async () => {
    project.write("experiments/gated.ts", gated(2))
    const folder = freshFolder("gate")
    const args = ["dag", "run", "experiments/gated.ts", "--set", `folder=${folder}`]
    const running = project.json<RunJson & { readonly notes: ReadonlyArray<object> }>(...args)
    await appears(join(folder, "waiting"))
    project.write("experiments/gated.ts", gated(3))
    writeFileSync(join(folder, "open"), "")
    const before = await running
    expect(readText(project, before.run_dir, "figure.json")).toBe("2\n")
    expect(before.notes).toEqual([
      {
        id: "mine/heavy",
        note: "runs in the main thread: the code of mine/heavy changed since the run began",
      },
    ])
    const after = await project.json<RunJson>(...args)
    expect(after.computed_nodes).toEqual(["mine/heavy"])
    expect(readText(project, after.run_dir, "figure.json")).toBe("3\n")
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

describe("the worker thread of the bundle", () => {
  it("finds the nodes that come with Sage", async () => {
    await project.sage("--version") // builds what is not built
    const dist = join(projectRoot, "dist")
    const { build } = JSON.parse(readFileSync(join(dist, "sources.json"), "utf8")) as {
      readonly build: string
    }
    const userImports = pathToFileURL(join(dist, build, "user-imports.js")).href
    const worker = new Worker(join(dist, build, "worker.js"), { execArgv: ["--import", userImports] })
    const ask = (definition: string): Promise<unknown> => {
      worker.postMessage({
        type: "find",
        definition,
        file: "src/pipeline/features/momentum.ts",
      } satisfies Request)
      return new Promise((resolve) => worker.once("message", resolve))
    }
    expect(await ask("features/momentum")).toEqual({ type: "found" })
    expect(await ask("features/nothing")).toMatchObject({ type: "missing" })
    await worker.terminate()
  })
})
