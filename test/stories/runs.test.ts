import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeProject, type Project, readText, type RunJson } from "./project.ts"

interface Listed {
  readonly runs: ReadonlyArray<{
    readonly run_id: string
    readonly status: string
    readonly folder: boolean
    readonly result_of: string | null
    readonly overrides: Readonly<Record<string, unknown>>
    readonly metrics: Readonly<Record<string, number>> | null
  }>
}

let project: Project
let plain: RunJson
let dearer: RunJson
let again: RunJson

beforeAll(async () => {
  project = makeProject()
  plain = await run()
  dearer = await run("--set", "costs.spread_bps=4")
  again = await run("--set", "costs.spread_bps=4")
})
afterAll(() => project.remove())

const run = (...args: ReadonlyArray<string>): Promise<RunJson> =>
  project.json<RunJson>("dag", "run", "experiments/trend.ts", ...args)

const listed = async () => (await project.json<Listed>("runs", "ls")).runs

const trialsIn = ({ run_id }: RunJson): number =>
  JSON.parse(readText(project, "runs", run_id, "trials.json")).question.count

describe("sage runs diff", () => {
  it("leads from a cost that was changed to the day on which equity parts and the node where it began", async () => {
    const diff = await project.json<Readonly<Record<string, unknown>>>(
      "runs",
      "diff",
      plain.run_id,
      dearer.run_id,
    )
    expect(diff).toMatchObject({
      equal: false,
      config: [{ path: "costs.spread_bps", old: 2, new: 4 }],
      data: [],
      code: [],
      environment: [],
      equity: { first_date: "2014-02-03", caused_by: ["costs/components"] },
      only_a: [],
      only_b: [],
    })
    expect(diff["causes"]).toContainEqual({
      id: "costs/components",
      reasons: [{ kind: "config-changed", path: "spread_bps", old: 2, new: 4 }],
    })
    expect(diff["metrics"]).toContainEqual(
      expect.objectContaining({ metric: "sharpe", a: plain.metrics["sharpe"], b: dearer.metrics["sharpe"] }),
    )
  })

  it("finds nothing between a run and its rerun, whatever runs are called", async () => {
    const diff = await project.json("runs", "diff", `runs/${dearer.run_id}`, "latest")
    expect(diff).toMatchObject({ equal: true, config: [], metrics: [], equity: null, files: [], causes: [] })
    const { stdout } = await project.sage("runs", "diff", "latest", dearer.run_id)
    expect(stdout).toContain("every file shows the same")
  })

  it("tells of other prices by snapshot and content", async () => {
    await project.sage("snapshot", "demo", "--name", "other", "--seed", "7")
    const other = await run("--set", "data.snapshot=other")
    const diff = await project.json<Readonly<Record<string, ReadonlyArray<{ path: string }>>>>(
      "runs",
      "diff",
      plain.run_id,
      other.run_id,
    )
    expect(diff["data"]!.map(({ path }) => path)).toEqual(["data_hash", "snapshot"])
    expect(diff["equity"]).toMatchObject({ caused_by: ["data/prices"] })
    await project.sage("runs", "rm", other.run_id)
  })
})

describe("the ledger", () => {
  it("lists runs with what they came to, and whose result a cached run shows", async () => {
    const byId = new Map((await listed()).map((each) => [each.run_id, each]))
    expect(byId.get(dearer.run_id)).toMatchObject({
      status: "done",
      folder: true,
      result_of: null,
      overrides: { "costs.spread_bps": 4 },
      metrics: { sharpe: dearer.metrics["sharpe"] },
    })
    expect(byId.get(again.run_id)).toMatchObject({ result_of: dearer.run_id })
    const { stdout } = await project.sage("runs", "ls", "--last", "1")
    expect(stdout.trim().split("\n")).toHaveLength(2)
  })

  it("is made again from runs/ when the cache is lost, so that trials still count", async () => {
    const before = await listed()
    rmSync(join(project.root, ".sage-cache"), { recursive: true })
    const third = await run("--set", "costs.spread_bps=8")
    expect(trialsIn(third)).toBe(2) // plain and dearer: a rerun is no trial
    const known = before.filter(({ folder }) => folder)
    expect((await listed()).filter(({ run_id }) => run_id !== third.run_id)).toEqual(known)
    const { nodes } = await project.json<{ readonly nodes: ReadonlyArray<{ readonly key: string }> }>(
      "runs",
      "show",
      plain.run_id,
    )
    expect(nodes).toHaveLength(plain.nodes.total)
  })

  it("keeps a run whose folder was removed as a trial", async () => {
    expect((await project.sage("runs", "rm", dearer.run_id)).code).toBe(0)
    expect(existsSync(join(project.root, "runs", dearer.run_id))).toBe(false)
    expect((await project.sage("runs", "rm", dearer.run_id)).code).toBe(2)
    const fourth = await run("--set", "costs.spread_bps=9")
    expect(trialsIn(fourth)).toBe(3)
    expect((await listed()).find(({ run_id }) => run_id === dearer.run_id)).toMatchObject({ folder: false })
  })

  it("removes nothing outside runs/", async () => {
    const elsewhere = join(project.root, "elsewhere")
    cpSync(join(project.root, "runs", plain.run_id), elsewhere, { recursive: true })
    const { code, stderr } = await project.sage("runs", "rm", "./elsewhere")
    expect([code, stderr]).toEqual([2, expect.stringContaining("does not lie in runs/")])
    expect(existsSync(join(elsewhere, "run_manifest.json"))).toBe(true)
    rmSync(elsewhere, { recursive: true })
  })
})

describe("what a run is called", () => {
  it("is its id, or the path of its folder", async () => {
    const byPath = await project.json("runs", "show", `runs/${plain.run_id}`)
    expect(byPath).toEqual(await project.json("runs", "show", plain.run_id))
  })

  it.each([
    ["runs", "show", "01a"],
    ["runs", "verify", "zzz"],
    ["runs", "diff", "latest", "no-such-run"],
    ["runs", "verify", "../../etc"],
    ["runs", "verify", ""],
  ])("%s %s %s that is none or several ends with 2 and says what to do", async (...args) => {
    const { code, stdout, stderr } = await project.sage(...args)
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(/runs ls|more of the id|Did you mean|holds a run_manifest/)
  })
})

describe("folders that are no finished runs", () => {
  it("are not listed: half written ones, files, links, and what has no manifest", async () => {
    const before = await listed()
    const root = join(project.root, "runs")
    cpSync(join(root, plain.run_id), join(root, ".01999999-0000-7000-8000-000000000001.tmp"), {
      recursive: true,
    })
    mkdirSync(join(root, "empty"))
    writeFileSync(join(root, "note.txt"), "")
    expect(await listed()).toEqual(before)
    expect((await project.sage("runs", "verify", "01999999")).code).toBe(2)
    for (const name of readdirSync(root).filter((each) => !before.some(({ run_id }) => run_id === each)))
      rmSync(join(root, name), { recursive: true })
  })

  it("do not enter the ledger when they are hostile, whatever they say", async () => {
    const path = join(project.root, "runs", "01999999-0000-7000-8000-000000000002")
    cpSync(join(project.root, "runs", plain.run_id), path, { recursive: true })
    const manifest = JSON.parse(readText(project, "runs", plain.run_id, "run_manifest.json"))
    for (const lie of [
      { run_id: "'; drop table run; --" },
      { started_at: {} },
      { nodes: "many" },
      { files: [1] },
    ]) {
      writeFileSync(join(path, "run_manifest.json"), JSON.stringify({ ...manifest, ...lie }))
      expect((await listed()).map(({ run_id }) => run_id)).not.toContain(
        "01999999-0000-7000-8000-000000000002",
      )
    }
    rmSync(path, { recursive: true })
  })
})
