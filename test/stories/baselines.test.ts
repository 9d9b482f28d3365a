/** A result beside the presets that it is to be held against, as a stranger sees it. */
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { withDuckDb } from "../../src/io/duckdb.ts"
import { makeProject, type Project, readText, type RunJson } from "./project.ts"

interface BaselineJson {
  readonly metrics: Readonly<Record<string, number | null>>
  readonly window: { readonly first_fill: string; readonly sessions: number }
  readonly metrics_study: Readonly<Record<string, number | null>>
  readonly relative: { readonly figures: Readonly<Record<string, number | null>> }
}
interface HeldJson extends RunJson {
  readonly window: BaselineJson["window"]
  readonly baselines: Readonly<Record<string, BaselineJson>>
}

let project: Project
let held: HeldJson
const names = ["buy-and-hold", "equal-weight-vol-target", "sixty-forty"]

beforeAll(async () => {
  project = makeProject()
  held = await project.json<HeldJson>("dag", "run", "experiments/trend.ts")
})
afterAll(() => project.remove())

const inRun = (name: string): string => readText(project, "runs", held.run_id, name)

describe("the trend study against its baselines", () => {
  it("has each of them in the JSON, over the study's sessions, and the study against each", () => {
    expect(Object.keys(held.baselines)).toEqual(names)
    for (const { window, metrics, metrics_study, relative } of Object.values(held.baselines)) {
      expect(window).toEqual(held.window)
      expect(metrics["sharpe"]).toBeTypeOf("number")
      expect(metrics_study).toEqual(held.metrics)
      for (const figure of [
        "alpha",
        "beta",
        "tracking_error",
        "information_ratio",
        "sharpe_difference_p_value",
      ])
        expect(relative.figures[figure], figure).toBeTypeOf("number")
    }
  })

  it("has the fields of metrics.json for each in baselines.json, and their configs in the manifest", () => {
    const baselines = JSON.parse(inRun("baselines.json")) as Readonly<Record<string, object>>
    const metrics = JSON.parse(inRun("metrics.json")) as object
    for (const name of names)
      expect(pathsOf(baselines[name]!)).toEqual(expect.arrayContaining([...pathsOf(metrics)]))
    const manifest = JSON.parse(inRun("run_manifest.json")) as {
      baselines: Readonly<Record<string, { allocation: { method: string }; data: { snapshot: string } }>>
    }
    expect(manifest.baselines["sixty-forty"]!.allocation.method).toBe("group_weights")
    expect(manifest.baselines["sixty-forty"]!.data.snapshot).toBe("demo")
  })

  it("prints a column and a line for each", async () => {
    const { stdout } = await project.sage("dag", "run", "experiments/trend.ts")
    for (const name of names) {
      expect(stdout).toMatch(new RegExp(`net +gross .*${name}`))
      expect(stdout).toMatch(new RegExp(`Against ${name}: alpha .*Ledoit–Wolf`))
    }
  })

  it("has their daily net returns in baselines.parquet: those of the preset run by itself", async () => {
    const itself = await project.json<RunJson>("dag", "run", "configs/presets/sixty-forty.yaml")
    const [beside, own] = [held.run_id, itself.run_id].map((id) => join(project.root, "runs", id))
    const { columns, differences, rows } = await withDuckDb(async ({ connection }) => {
      const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson()
      const described = await rowsOf(`describe select * from '${beside}/baselines.parquet'`)
      const [counted] = await rowsOf(
        `select count(*) as n, count(*) filter (where a."sixty-forty" is distinct from b.net) as different
         from '${beside}/baselines.parquet' a join '${own}/returns_net.parquet' b using (date)`,
      )
      return {
        columns: described.map((row) => row["column_name"]),
        rows: Number(counted!["n"]),
        differences: Number(counted!["different"]),
      }
    })
    expect(columns).toEqual(["date", ...names])
    expect(rows).toBe(3020)
    expect(differences).toBe(0)
  })

  it("computes nothing of them when the study alone changed, and only them when a preset did", async () => {
    const cost = await project.json<HeldJson>(
      "dag",
      "run",
      "experiments/trend.ts",
      "--set",
      "costs.spread_bps=7",
    )
    const theirs = cost.computed_nodes.filter((id) => id.includes("@vs-"))
    expect(theirs.every((id) => /^metrics\/(summary@study|relative)@vs-/.test(id))).toBe(true)
    const preset = readText(project, "configs/presets/sixty-forty.yaml")
    project.write("configs/presets/sixty-forty.yaml", preset.replace("spread_bps: 2", "spread_bps: 9"))
    const changed = await project.json<HeldJson>("dag", "run", "experiments/trend.ts")
    project.write("configs/presets/sixty-forty.yaml", preset)
    const others = changed.computed_nodes.filter((id) => !id.endsWith("@vs-sixty-forty"))
    expect(others.toSorted()).toEqual([
      "artifacts/baselines",
      "artifacts/series-parquet@baselines",
      "experiment/trials",
      "metrics/deflation",
    ])
    expect(changed.metrics).toEqual(held.metrics)
  })

  it("is the same from a preset with `against:`, and from the config.yaml of a run", async () => {
    const against = (json: HeldJson) =>
      Object.entries(json.baselines).map(([name, { metrics }]) => [name, metrics])
    for (const file of ["configs/presets/demo.yaml", `runs/${held.run_id}/config.yaml`])
      expect(against(await project.json<HeldJson>("dag", "run", file)), file).toEqual(against(held))
  })
})

describe("a baseline that cannot be had", () => {
  const refusal = async (against: string): Promise<string> => {
    project.write(
      "experiments/against.ts",
      `import base from "./trend.ts"\nexport default { ...base, against: ${against} }\n`,
    )
    const { code, stderr } = await project.sage("dag", "run", "experiments/against.ts")
    expect(code).toBe(2)
    return stderr
  }

  it("is named, with the nearest that there is", async () => {
    expect(await refusal('["sixty-fourty"]')).toMatch(
      /is against sixty-fourty, and there is no configs\/presets\/sixty-fourty\.yaml\. Did you mean sixty-forty\?/,
    )
    expect(await refusal('["../presets/demo"]')).toMatch(/there is no configs\/presets\/\.\.\/presets\/demo/)
    expect(await refusal('["demo", "demo"]')).toMatch(/is against demo twice/)
  })

  it("is left out where the study's assets cannot serve it, on record, and the result stands", async () => {
    const universe = ["--set", 'data.universe=["USEQ","GOLD"]']
    const without = await project.json<HeldJson>("dag", "run", "experiments/trend.ts", ...universe)
    expect(Object.keys(without.baselines)).toEqual(["buy-and-hold", "equal-weight-vol-target"])
    const told = without.warnings.find(({ kind }) => kind === "baseline_left_out")!.message
    expect(told).toMatch(
      /configs\/presets\/sixty-forty\.yaml: allocation\.groups\.bonds: no asset of the universe USEQ, GOLD/,
    )
    const manifest = JSON.parse(readText(project, "runs", without.run_id, "run_manifest.json")) as {
      baselines_left_out: object
    }
    expect(Object.keys(manifest.baselines_left_out)).toEqual(["sixty-forty"])
    const itself = await project.sage("dag", "run", "configs/presets/sixty-forty.yaml", ...universe)
    expect(itself.code).toBe(2)
    expect(itself.stderr).toMatch(/no asset of the universe USEQ, GOLD .* name its assets as members/)
  })

  it("is refused with its file where that is wrong", async () => {
    project.write(
      "configs/presets/typo.yaml",
      "strategies: { all: { type: passthrough } }\ncots: { spread_bps: 2 }\n",
    )
    expect(await refusal('["typo"]')).toMatch(
      /configs\/presets\/typo\.yaml[^]*cots: unknown field; did you mean costs\?[^]*take typo out of `against`/,
    )
  })

  it("is no list in a preset", async () => {
    project.write(
      "configs/presets/odd.yaml",
      "against: buy-and-hold\nstrategies: { all: { type: passthrough } }\n",
    )
    const { code, stderr } = await project.sage("dag", "run", "configs/presets/odd.yaml")
    expect(code).toBe(2)
    expect(stderr).toMatch(/odd\.yaml: against is no list of names/)
  })
})

/** Dotted paths of all fields, the reasons of what is undefined aside. */
const pathsOf = (document: object): ReadonlyArray<string> =>
  Object.entries(document).flatMap(([name, value]: [string, unknown]) =>
    name === "reasons"
      ? []
      : typeof value === "object" && value !== null
        ? pathsOf(value).map((path) => `${name}.${path}`)
        : [name],
  )
