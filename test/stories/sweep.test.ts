/** A grid of configs, as a stranger sweeps it. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeProject, type Project, readText } from "./project.ts"
import { asFullStudy, drawn, type SweepJson, varyFlags, wideGrid } from "./sweepCells.ts"

let project: Project
let first: SweepJson

const trend = (...args: ReadonlyArray<string>): Promise<SweepJson> =>
  project.json("sweep", "experiments/trend.ts", ...args)

/** A study of two nodes; it fails where it is told to. */
const toy = `
import { Document, Experiment, Node, Reach, Study } from "sage"
import * as Schema from "effect/Schema"

const Figures = Document.of("toy-figures", Schema.Record(Schema.String, Schema.Finite))
const whole = () => Reach.whole("a document has no rows")
export const Base = Node.define({
  name: "toy/base", title: "the base", config: Schema.Struct({ base: Schema.Finite }), inputs: {},
  output: Figures, reach: whole, scope: "all", run: (_, { base }) => ({ base }),
})
export const Power = Node.define({
  name: "toy/power", title: "a power", config: Schema.Struct({ exponent: Schema.Finite }), inputs: { base: Figures },
  output: Figures, reach: whole, scope: "all",
  run: ({ base }, { exponent }) => {
    if (exponent === 13) throw new Error("thirteen is unlucky")
    return { power: base.base ** exponent }
  },
})
export default Experiment.define({
  question: "How large are powers?",
  graph: Study.define({
    config: Schema.Struct({ base: Schema.Finite, exponent: Schema.Finite, seed: Schema.Int }),
    snapshot: () => "demo", seed: ({ seed }) => seed, optimisticFill: () => false, objections: () => [],
    files: ({ base, exponent }) => ({ "metrics.json": Power({ exponent }, { base: Base({ base }, {}) }) }),
  }),
  config: { base: 2, exponent: 1, seed: 0 },
})
`

beforeAll(async () => {
  project = makeProject()
  project.write("experiments/toy.ts", toy)
  first = await trend(...varyFlags(wideGrid))
})
afterAll(() => project.remove())

describe("a sweep of the trend study", () => {
  it("has a cell for every combination, with its values, metrics and key", () => {
    expect(first.cells.length).toBe(2 * 3 * 2 * 2 * 3)
    expect(first.cells.every(({ status }) => status === "done")).toBe(true)
    expect(Object.keys(first.cells[0]!.values)).toEqual(Object.keys(wideGrid))
    expect(new Set(first.cells.map(({ run_key }) => run_key)).size).toBe(first.cells.length)
    expect(first.cells[0]!.metrics!["sharpe"]).toBeTypeOf("number")
  })

  it("computes each different node of all cells once, and nothing more", async () => {
    const { cells, nodes } = await trend("--cache", "own")
    const keys = new Set<string>()
    for (const { run_id } of cells) {
      const trial = await project.json<{ nodes: ReadonlyArray<{ key: string }> }>(
        ...["runs", "show", run_id, "--cache", "own"],
      )
      for (const { key } of trial.nodes) keys.add(key)
    }
    expect(nodes.computed).toBe(keys.size)
  })

  it("computes nothing the second time, with the same keys and figures", async () => {
    const second = await trend(...varyFlags(wideGrid))
    expect(second.nodes.cached).toBe(second.nodes.total)
    const facts = ({ cells }: SweepJson) => cells.map(({ run_key, metrics }) => ({ run_key, metrics }))
    expect(facts(second)).toEqual(facts(first))
  })

  it("gives each cell the figures of a full study from a cold cache, bit for bit", async () => {
    for (const index of drawn(first.cells.length, 3, 20261125)) {
      const { values, metrics } = first.cells[index]!
      const full = await asFullStudy(project, values, `cold-${index}`)
      expect(full.computed_nodes).toContain("metrics/summary")
      expect(metrics, JSON.stringify(values)).toEqual(full.metrics)
    }
  })

  it("computes only the cells of a value that is added", async () => {
    const spreads = ["--vary", "costs.spread_bps=1,2,4"]
    const three = await trend(...spreads, "--cache", "added")
    const four = await trend("--vary", "costs.spread_bps=1,2,4,5", "--cache", "added")
    const one = await trend("--vary", "costs.spread_bps=5", "--cache", "added-alone")
    expect(four.nodes.computed).toBeLessThan(one.nodes.computed)
    expect(four.nodes.computed).toBe((three.nodes.computed - one.nodes.computed) / 2)
    expect((await trend(...spreads, "--cache", "added")).nodes.computed).toBe(0)
  })
})

describe("the cells of a sweep", () => {
  const sweep = (...args: ReadonlyArray<string>) => project.sage("sweep", "experiments/toy.ts", ...args)

  it("are those of the experiment's own `vary` when no flag is given", async () => {
    const { cells } = await trend()
    expect(cells.map(({ values }) => values)).toEqual(
      [126, 252].flatMap((lookback) =>
        [1, 2, 4].map((spread) => ({
          "strategies.trend.momentum_lookback": lookback,
          "costs.spread_bps": spread,
        })),
      ),
    )
  })

  it("do not stop each other when one fails: the others are told, and the command ends as the failure would", async () => {
    const { code, stdout, stderr } = await sweep("--vary", "exponent=2,13,3", "--json")
    expect(code).toBe(1)
    const { cells, nodes } = JSON.parse(stdout) as SweepJson
    expect(cells.map(({ status }) => status)).toEqual(["done", "failed", "done"])
    expect(cells.map(({ metrics }) => metrics)).toEqual([{ power: 4 }, null, { power: 8 }])
    expect(cells[1]!.failed_nodes).toMatchObject([{ id: "toy/power" }])
    expect(nodes).toMatchObject({ total: 4, computed: 3, failed: 1 })
    expect(stderr).toContain('{"exponent":13}: toy/power failed.')
    expect(stderr).toContain("1 of 3 cells failed; what was computed is kept.")
  })

  it("are planned apart where they differ in the seed, and still share what does not draw", async () => {
    const { nodes } = await project.json<SweepJson>(
      ...["sweep", "experiments/toy.ts", "--vary", "seed=1,2", "--vary", "base=5,6", "--cache", "seeds"],
    )
    expect(nodes).toMatchObject({ total: 8, computed: 4, cached: 4 })
  })

  it("are written as CSV, quoted where a value holds a comma", async () => {
    const { cells } = await trend(
      ...[
        "--vary",
        'data.universe=["USEQ","GOLD"],["USEQ"]',
        "--out",
        "cells.csv",
        "--set",
        "costs.spread_bps=1",
      ],
    )
    const [header, ...lines] = readText(project, "cells.csv").trimEnd().split("\n")
    expect(header!.split(",").slice(0, 3)).toEqual(["data.universe", "status", "run_key"])
    expect(lines.length).toBe(2)
    expect(lines[0]).toContain(`"[""USEQ"",""GOLD""]",done,${cells[0]!.run_key},`)
    const sharpe = header!.split(",").indexOf("sharpe")
    expect(Number(lines[1]!.split(",")[sharpe])).toBe(cells[1]!.metrics!["sharpe"])
  })

  it("are trials in the ledger, with their values, and leave the history of the experiment alone", async () => {
    const { run_id, values, run_key } = first.cells[4]!
    const { manifest } = await project.json<{ manifest: object }>("runs", "show", run_id)
    expect(manifest).toMatchObject({ kind: "trial", experiment: "experiments/trend.ts", values, run_key })
    expect(existsSync(join(project.root, "runs", run_id))).toBe(false)
  })

  it("get run folders when they are asked for", async () => {
    const { cells, nodes } = await project.json<SweepJson>(
      ...["sweep", "experiments/trend.ts", "--vary", "costs.spread_bps=1,2", "--folders"],
    )
    expect(nodes.failed).toBe(0)
    for (const { run_dir, values } of cells) {
      expect(readdirSync(join(project.root, run_dir!))).toContain("equity_curve.parquet")
      expect(readText(project, run_dir!, "config.yaml")).toContain(
        `spread_bps: ${String(values["costs.spread_bps"])}`,
      )
    }
  })

  it.each([
    [["--vary", "costs.spred_bps=1,2"], "costs.spred_bps: unknown field; did you mean spread_bps?"],
    [["--vary", "costs.spread_bps=1,-2"], "costs.spread_bps: Expected a value between 0 and 10000"],
    [["--vary", "question.why=1"], "question: unknown field"],
    [
      ["--vary", "costs.spread_bps=1", "--set", "costs.spread_bps=2"],
      "costs.spread_bps is both set and varied",
    ],
    [["--vary", "costs.spread_bps"], "has no values"],
  ])("are refused before anything runs: %j", async (args, message) => {
    const { code, stdout, stderr } = await project.sage("sweep", "experiments/trend.ts", ...args, "--json")
    expect(stderr).toContain(message)
    expect([code, stdout]).toEqual([2, ""])
  })

  it("are refused where there are none", async () => {
    const { code, stderr } = await sweep()
    expect(code).toBe(2)
    expect(stderr).toContain("experiments/toy.ts varies nothing")
  })
})
