import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { withDuckDb } from "../../src/io/duckdb.ts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeProject, readText, type Project, type RunJson } from "./project.ts"

let project: Project
let first: RunJson

beforeAll(async () => {
  project = makeProject()
  first = await project.json<RunJson>("dag", "run", "experiments/trend.ts")
})
afterAll(() => project.remove())

const run = (...args: ReadonlyArray<string>): Promise<RunJson> =>
  project.json("dag", "run", "experiments/trend.ts", ...args)

const files = (id: string): ReadonlyArray<string> => readdirSync(join(project.root, "runs", id)).sort()

/** The same with the parts of tables. */
const allFiles = (id: string): ReadonlyArray<string> =>
  readdirSync(join(project.root, "runs", id), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(join(project.root, "runs", id), join(parentPath, name)))
    .sort()

const manifestOf = (id: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readText(project, "runs", id, "run_manifest.json"))

describe("the trend study, as a stranger runs it", () => {
  it("computes every node once and writes a complete folder", () => {
    expect(first.status).toBe("done")
    // the study over the sessions of a baseline is the study over its own, unless the baseline begins later
    expect(first.nodes.cached).toBe(3)
    expect(first.nodes.computed + first.nodes.cached).toBe(first.nodes.total)
    expect(files(first.run_id)).toEqual([
      "attribution.json",
      "attribution.parquet",
      "baseline.json",
      "baselines.json",
      "baselines.parquet",
      "bootstrap.json",
      "capacity.json",
      "config.yaml",
      "cost_components.parquet",
      "costs.json",
      "data_snapshot_manifest.json",
      "deflation.json",
      "drawdowns.json",
      "env.txt",
      "equity_curve.parquet",
      "folds.json",
      "graph.json",
      "metrics.json",
      "monthly.json",
      "orders.json",
      "rebalances.json",
      "relative.json",
      "returns_gross.parquet",
      "returns_net.parquet",
      "rolling.parquet",
      "run_manifest.json",
      "significance.json",
      "trials.json",
      "turnover.parquet",
      "warnings.log",
      "weights.parquet",
      "yearly.json",
    ])
    expect(readdirSync(join(project.root, "runs")).filter((name) => name.startsWith("."))).toEqual([])
  })

  it("computes nothing the second time, and the folder is as complete and the same", async () => {
    const second = await run()
    expect(second.nodes.cached).toBe(second.nodes.total)
    expect(second.computed_nodes).toEqual([])
    expect(second.metrics).toEqual(first.metrics)
    expect(allFiles(second.run_id)).toEqual(allFiles(first.run_id))
    expect([first, second].map(({ run_id }) => manifestOf(run_id)["result_of"])).toEqual([null, first.run_id])
    for (const name of allFiles(first.run_id).filter(
      (file) => !["run_manifest.json", "graph.json", "env.txt"].includes(file),
    )) {
      const [a, b] = [first, second].map(({ run_id }) =>
        readFileSync(join(project.root, "runs", run_id, name)),
      )
      expect(a!.equals(b!), name).toBe(true)
    }
  })

  it("keeps long tables in parts, a year each", () => {
    const years = allFiles(first.run_id).filter((name) => name.startsWith("weights.parquet"))
    expect(years).toEqual(
      Array.from({ length: 12 }, (_, i) => join("weights.parquet", `${2013 + i}.parquet`)),
    )
  })

  it("warns where caps bind, and says what became of what they cut", () => {
    const caps = first.warnings.filter(({ kind }) => kind === "caps_bind").map(({ message }) => message)
    expect(caps).toEqual([
      expect.stringMatching(
        /^Caps \(before leverage\) bind at \d+ decisions, first 2014-01-31: TBIL \d+; at \d+ some of what was cut found no place and stays cash\.$/,
      ),
      expect.stringMatching(
        /^Caps \(after leverage\) bind at \d+ decisions, first 2014-04-30: TBIL \d+; at \d+ .*$/,
      ),
    ])
  })

  it("computes only what follows from a changed cost, and nothing before it", async () => {
    const changed = await run("--set", "costs.spread_bps=4")
    expect(changed.computed_nodes).toContain("costs/components")
    expect(changed.computed_nodes).toContain("metrics/summary")
    for (const prefix of ["data/", "features/", "intent/", "execution/fills", "allocation/"]) {
      expect(changed.computed_nodes.filter((id) => id.startsWith(prefix))).toEqual([])
    }
    expect(changed.metrics["total_return"]).toBeLessThan(first.metrics["total_return"]!)
  })

  it("says why: the path that changed, with old and new value", async () => {
    await run()
    const { nodes } = await project.json<{
      nodes: ReadonlyArray<{ id: string; status: string; reasons: ReadonlyArray<unknown> }>
    }>("dag", "plan", "experiments/trend.ts", "--set", "strategies.trend.momentum_lookback=126")
    const momentum = nodes.find(({ id }) => id === "features/momentum@trend")!
    expect(momentum.status).toBe("run")
    expect(momentum.reasons).toEqual([
      { kind: "config-changed", path: "lookback_sessions", old: 252, new: 126 },
    ])
    expect(nodes.find(({ id }) => id === "intent/trend@trend")!.status).toBe("unknown")
    expect(nodes.find(({ id }) => id === "data/prices")!.status).toBe("cached")
  })

  it("explains a node back to where the change began", async () => {
    await run("--set", "allocation.lookback=90")
    const why = await project.json<{
      about: string
      chain: ReadonlyArray<{ id: string; reasons: ReadonlyArray<{ kind: string }> }>
    }>("why", "experiments/trend.ts", "metrics/summary", "--set", "allocation.lookback=90")
    expect(why.about).toBe("last-run")
    expect(why.chain[0]).toEqual({
      id: "allocation/volatility@decisions",
      reasons: [{ kind: "config-changed", path: "lookback", old: 60, new: 90 }],
    })
    expect(why.chain.at(-1)!.id).toBe("metrics/summary")
  })

  it("runs a preset of the same study from the same results, and counts its trials apart: it asks another question", async () => {
    await run()
    const preset = await project.json<RunJson>("dag", "run", "configs/presets/demo.yaml")
    expect(preset.computed_nodes.toSorted()).toEqual(["experiment/trials", "metrics/deflation"])
    expect(preset.metrics).toEqual(first.metrics)
  })

  it("runs the config that a run folder holds", async () => {
    const again = await project.json<RunJson>("dag", "run", `runs/${first.run_id}/config.yaml`)
    expect(again.metrics).toEqual(first.metrics)
  })

  it("computes a target and what it needs, without a folder", async () => {
    const before = project.runs().length
    const target = await run("--target", "intent/trend", "--set", "strategies.trend.sma_short=20")
    expect(target.run_dir).toBeNull()
    expect(target.computed_nodes).toEqual(["features/moving-average-crossover@trend", "intent/trend@trend"])
    expect(project.runs().length).toBe(before)
  })

  it("keeps a row in the ledger for every run", async () => {
    const { runs } = await project.json<{ runs: ReadonlyArray<{ run_id: string; status: string }> }>(
      "runs",
      "ls",
    )
    expect(runs.map(({ run_id }) => run_id)).toContain(first.run_id)
    const shown = await project.json<{ manifest: { run_id: string }; nodes: ReadonlyArray<unknown> }>(
      "runs",
      "show",
      first.run_id,
    )
    expect(shown.manifest.run_id).toBe(first.run_id)
    expect(shown.nodes).toHaveLength(first.nodes.total)
  })

  it("draws the graph as text, Mermaid, DOT and JSON", async () => {
    const outputs = await Promise.all(
      ["text", "mermaid", "dot", "json"].map((format) =>
        project.sage("dag", "graph", "experiments/trend.ts", "--format", format),
      ),
    )
    for (const { code, stdout } of outputs) {
      expect(code).toBe(0)
      expect(stdout).toContain("execution/fills@final")
    }
  })

  it("lets the Parquet files be read by DuckDB", async () => {
    const folder = join(project.root, "runs", first.run_id)
    const [firstDate, wealth] = await withDuckDb(async ({ connection }) => {
      const one = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson()[0]!
      return [
        (await one(`select min(date) as d from '${folder}/returns_net.parquet'`))["d"],
        (await one(`select last(equity_net order by date) as e from '${folder}/equity_curve.parquet'`))["e"],
      ]
    })
    expect(firstDate).toBe("2013-01-02")
    expect(Number(wealth) - 1).toBeCloseTo(first.metrics["total_return"]!, 10)
  })

  it("leaves nothing behind in the working folder but runs and cache", () => {
    expect(readdirSync(project.root).sort()).toEqual(
      [
        ".sage-cache",
        "configs",
        "dags",
        "experiments",
        "node_modules",
        "package.json",
        "runs",
        "snapshots",
      ].sort(),
    )
    expect(existsSync(join(project.root, ".sage-cache", "catalogue.db"))).toBe(true)
  })

  it("records what made the run", () => {
    const manifest = JSON.parse(readText(project, "runs", first.run_id, "run_manifest.json")) as Record<
      string,
      unknown
    >
    expect(manifest).toMatchObject({
      artifact_schema_version: 1,
      experiment: "experiments/trend.ts",
      status: "done",
      mode: "snapshot",
      snapshot: "demo",
      seed: 0,
      deterministic: true,
      optimistic_fill: false,
    })
    expect(manifest["run_id"]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })

  it("runs a user's own node, and again when its code changed", async () => {
    const own = (factor: number) => `
import { Experiment, Node, Panel, Reach, Study } from "sage"
import { Prices } from "sage/data"
import * as Schema from "effect/Schema"
const scaled = (x: number): number => x * ${factor}
const Scaled = Node.define({
  name: "own/scaled",
  title: "closes times a factor",
  config: Schema.Struct({}),
  inputs: { close: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ close }) => Panel.like(close, close.values.map(scaled)),
})
export default Experiment.define({
  question: "What is twice a price?",
  graph: Study.define({
    config: Schema.Struct({ snapshot: Schema.String }),
    snapshot: ({ snapshot }) => snapshot,
    seed: () => 0,
    optimisticFill: () => false,
    objections: () => [],
    files: ({ snapshot }) => ({ "scaled.json": Scaled({}, { close: Prices({ snapshot }, {}).close }) }),
  }),
  config: { snapshot: "demo" },
})
`
    const path = join(project.root, "experiments", "own.ts")
    writeFileSync(path, own(2))
    const before = await project.json<RunJson>("dag", "run", "experiments/own.ts", "--target", "own/scaled")
    expect(before.computed_nodes).toEqual(["data/prices", "own/scaled"])
    const again = await project.json<RunJson>("dag", "run", "experiments/own.ts", "--target", "own/scaled")
    expect(again.computed_nodes).toEqual([])
    writeFileSync(path, own(3))
    const after = await project.json<RunJson>("dag", "run", "experiments/own.ts", "--target", "own/scaled")
    expect(after.computed_nodes).toEqual(["own/scaled"])
    const why = await project.json<{
      reasons: ReadonlyArray<{
        kind: string
        declarations: ReadonlyArray<{ name: string; before: string; after: string }>
      }>
    }>("why", "experiments/own.ts", "own/scaled")
    expect(why.reasons[0]!.kind).toBe("code-changed")
    expect(why.reasons[0]!.declarations.map(({ name }) => name)).toContain("scaled")
  })
})
