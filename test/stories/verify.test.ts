import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { runFiles } from "../../src/io/run/RunFiles.ts"
import { encodeParquet } from "../../src/kernel/parquet/encodeParquet.ts"
import { makeScratch, execute, projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type Project, readText, type RunJson } from "./project.ts"

interface Verified {
  readonly passed: boolean
  readonly runs: ReadonlyArray<{
    readonly run_id: string
    readonly status: string
    readonly reason: string | null
    readonly files: number
    readonly first_node: string | null
    readonly differences: ReadonlyArray<Readonly<Record<string, unknown>>>
  }>
}

let project: Project
let run: RunJson

beforeAll(async () => {
  project = makeProject()
  // two trials of the question before it, so that what it is worth rests on a ledger
  await project.json("dag", "run", "experiments/trend.ts", "--set", "costs.spread_bps=4")
  await project.json("dag", "run", "experiments/trend.ts", "--set", "risk.target_vol=null")
  run = await project.json<RunJson>("dag", "run", "experiments/trend.ts", "--set", "costs.spread_bps=1")
})
afterAll(() => project.remove())

const folder = (id = run.run_id) => join(project.root, "runs", id)

const verified = async (...args: ReadonlyArray<string>): Promise<Verified> => {
  const { stdout } = await project.sage("runs", "verify", ...args, "--json")
  return JSON.parse(stdout) as Verified
}

/** Does it to a copy of the run's folder. */
async function inCopy<A>(
  change: (path: string) => void | Promise<void>,
  use: (id: string) => Promise<A>,
): Promise<A> {
  const id = "01999999-0000-7000-8000-000000000000"
  cpSync(folder(), folder(id), { recursive: true })
  try {
    await change(folder(id))
    return await use(id)
  } finally {
    rmSync(folder(id), { recursive: true })
  }
}

describe("sage runs verify", () => {
  it("computes a run again and finds every file the same to the bit, also what rests on earlier trials", async () => {
    expect(JSON.parse(readText(project, "runs", run.run_id, "trials.json")).question.count).toBe(2)
    const { code, stdout } = await project.sage("runs", "verify", run.run_id.slice(0, 20))
    expect(code).toBe(0)
    expect(stdout.trim()).toMatch(/^runs\/\S+: verified, \d+ files the same to the bit$/)
    expect(stdout).toContain(`${run.run_id}: verified`)
  })

  it.each([
    [
      "another time zone and locale",
      { TZ: "Pacific/Apia", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
      "",
      "2",
    ],
    ["another working directory", {}, "experiments", "1"],
    ["more workers", { TZ: "America/St_Johns" }, "", "5"],
  ])("does so in a process with %s", async (_, env, cwd, workers) => {
    const node = join(projectRoot, "node_modules", "node", "bin", "node")
    const args = [
      join(projectRoot, "bin", "sage"),
      "runs",
      "verify",
      "latest",
      "--workers",
      workers,
      "--json",
    ]
    const { code, stdout } = await execute(node, args, join(project.root, cwd), env)
    expect([code, (JSON.parse(stdout) as Verified).runs[0]!.status]).toEqual([0, "verified"])
  })

  it("does so elsewhere, with nothing but the folder and its snapshot", async () => {
    const other = makeScratch([])
    try {
      other.write("package.json", "{}\n")
      cpSync(folder(), join(other.root, "runs", run.run_id), { recursive: true })
      cpSync(join(project.root, "snapshots", "demo"), join(other.root, "snapshots", "demo"), {
        recursive: true,
      })
      const node = join(projectRoot, "node_modules", "node", "bin", "node")
      const sage = (...args: ReadonlyArray<string>) =>
        execute(node, [join(projectRoot, "bin", "sage"), "runs", "verify", ...args], other.root)
      expect(await sage("--all")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/verified, \d+ files/),
      })
      // from another project by its path
      const byPath = await project.sage("runs", "verify", join(other.root, "runs", run.run_id))
      expect(byPath).toMatchObject({ code: 0 })
      rmSync(join(other.root, "snapshots"), { recursive: true })
      expect(await sage("latest")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("no snapshot demo"),
      })
    } finally {
      other.remove()
    }
  })

  it("names table, date, asset and both values of what was changed, and ends with 3", () =>
    inCopy(
      async (path) => {
        const parts = join(path, "weights.parquet")
        const { columns } = await Effect.runPromise(runFiles(parts, "parts").table("2020"))
        const { values } = columns.find(({ name }) => name === "held")!
        values[values.findIndex((held) => held !== 0)] = 0.123456
        writeFileSync(join(parts, "2020.parquet"), encodeParquet(columns))
      },
      async (id) => {
        const { code, stdout, stderr } = await project.sage("runs", "verify", id, "--json")
        const { runs } = JSON.parse(stdout) as Verified
        expect(code).toBe(3)
        expect(stderr).toContain(`runs/${id} cannot be had again`)
        expect(runs[0]).toMatchObject({
          status: "different",
          first_node: null,
          differences: [
            {
              file: "weights.parquet",
              date: expect.stringMatching(/^2020-/),
              asset: expect.stringMatching(/^[A-Z]{4}$/),
              place: "held",
              kept: 0.123456,
              computed: expect.any(Number),
            },
          ],
        })
      },
    ))

  it("names a changed figure by its path, a changed line by its number, and a file that is gone", () =>
    inCopy(
      (path) => {
        const metrics = JSON.parse(readFileSync(join(path, "metrics.json"), "utf8"))
        metrics.net.sharpe = 9
        writeFileSync(join(path, "metrics.json"), JSON.stringify(metrics))
        writeFileSync(join(path, "warnings.log"), "")
        rmSync(join(path, "orders.json"))
      },
      async (id) => {
        const { runs } = await verified(id)
        expect(runs[0]!.differences).toEqual([
          expect.objectContaining({ file: "metrics.json", place: "net.sharpe", kept: 9 }),
          expect.objectContaining({ file: "orders.json", kept: "absent", computed: "there" }),
          expect.objectContaining({ file: "warnings.log", place: "line 1", kept: "" }),
        ])
      },
    ))

  it("names the first node whose code gives another result now", async () => {
    const write = (factor: number) =>
      project.write(
        "experiments/own.ts",
        `
import { Artifacts, Experiment, Node, Panel, Reach, Study } from "sage"
import { Prices } from "sage/data"
import * as Schema from "effect/Schema"
const Scaled = Node.define({
  name: "own/scaled", title: "closes times a factor", config: Schema.Struct({}), inputs: { close: Panel.type },
  output: Panel.type, reach: () => Reach.point, scope: "each",
  run: ({ close }) => Panel.like(close, close.values.map((x) => x * ${factor})),
})
export default Experiment.define({
  question: "What is a price times a factor?",
  graph: Study.define({
    config: Schema.Struct({ snapshot: Schema.String }),
    snapshot: ({ snapshot }) => snapshot,
    seed: () => 0, optimisticFill: () => false, objections: () => [],
    files: ({ snapshot }) => {
      const scaled = Scaled({}, { close: Prices({ snapshot }, {}).close })
      return { "scaled.parquet": Artifacts.PanelParquet({}, { panels: { scaled } }) }
    },
  }),
  config: { snapshot: "demo" },
})
`,
      )
    write(2)
    const { run_id } = await project.json<RunJson>("dag", "run", "experiments/own.ts")
    expect((await verified(run_id)).runs[0]).toMatchObject({ status: "verified", files: 1 })
    write(3)
    const { runs } = await verified(run_id)
    expect(runs[0]).toMatchObject({
      status: "different",
      first_node: "own/scaled",
      reason: "the code has changed since; own/scaled is the first node with another result",
    })
    expect(runs[0]!.differences[0]).toMatchObject({
      file: "scaled.parquet",
      date: "2013-01-02",
      place: "scaled",
    })
    rmSync(folder(run_id), { recursive: true })
  })

  it("is not led by a folder to code outside the project's experiments, nor out of the folder", () =>
    inCopy(
      (path) => {
        project.write("evil.ts", 'throw new Error("ran")\n')
        const manifest = JSON.parse(readFileSync(join(path, "run_manifest.json"), "utf8"))
        writeFileSync(
          join(path, "run_manifest.json"),
          JSON.stringify({ ...manifest, experiment: "experiments/../evil.ts" }),
        )
        rmSync(join(path, "metrics.json"))
        symlinkSync(join(project.root, "package.json"), join(path, "metrics.json"))
      },
      async (id) => {
        const { code, stderr } = await project.sage("runs", "verify", id)
        expect(stderr).not.toContain("ran")
        expect([code, stderr]).toEqual([3, expect.any(String)])
      },
    ))

  it.each([
    ["a manifest that is none", "run_manifest.json", "[1]", /run_manifest\.json: /],
    ["an id that is no id", "run_manifest.json", { run_id: "<script>alert(1)</script>" }, /at run_id: /],
    [
      "a later version",
      "run_manifest.json",
      { artifact_schema_version: 7 },
      /at artifact_schema_version: .*a later one wrote it/,
    ],
    ["a config that is no YAML", "config.yaml", "a: [", /config\.yaml: line 1/],
    ["a config of other types", "config.yaml", "risk: 7\n", /risk: /],
  ])("refuses a folder with %s", (_, file, content, message) =>
    inCopy(
      (path) => {
        const at = join(path, file)
        if (typeof content === "string") return writeFileSync(at, content)
        writeFileSync(at, JSON.stringify({ ...JSON.parse(readFileSync(at, "utf8")), ...content }))
      },
      async (id) => {
        const { code, stdout, stderr } = await project.sage("runs", "verify", id)
        expect(stderr).toMatch(message)
        expect([code, stdout]).toEqual([file === "config.yaml" && content !== "a: [" ? 2 : 4, ""])
      },
    ),
  )

  it("verifies them all, telling what is refused beside what is well", () =>
    inCopy(
      (path) => {
        writeFileSync(join(path, "run_manifest.json"), "{}")
        mkdirSync(join(dirname(path), ".half.tmp"), { recursive: true })
      },
      async (id) => {
        const { passed, runs } = await verified("--all")
        expect(passed).toBe(false)
        expect(runs.filter(({ status }) => status === "verified")).toHaveLength(3)
        expect(runs.filter(({ status }) => status === "different").map(({ run_id }) => run_id)).toEqual([id])
      },
    ))

  it("reads folders of before there were versions and parts", () =>
    inCopy(
      (path) => {
        const {
          artifact_schema_version: _,
          live: _l,
          overrides: _o,
          result_of: _r,
          ...old
        } = JSON.parse(readFileSync(join(path, "run_manifest.json"), "utf8"))
        writeFileSync(join(path, "run_manifest.json"), JSON.stringify(old))
      },
      async (id) => expect((await verified(id)).runs[0]!.status).toBe("verified"),
    ))
})
