/** How a result holds up, as a stranger asks for it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Robustness } from "../../src/pipeline/metrics/robustness.ts"
import { makeProject, type Project, readText, type RunJson } from "./project.ts"

interface RobustJson extends RunJson {
  readonly robustness: Robustness | null
}

let project: Project
let plain: RobustJson
let robust: RobustJson

const run = (...args: ReadonlyArray<string>): Promise<RobustJson> =>
  project.json("dag", "run", "experiments/trend.ts", ...args)

beforeAll(async () => {
  project = makeProject()
  plain = await run()
  robust = await run("--robustness")
})
afterAll(() => project.remove())

describe("the robustness of the trend study", () => {
  it("is computed when it is asked for, beside a result that stays as it is and is no other trial", () => {
    expect(plain.robustness).toBeNull()
    expect(robust.metrics).toEqual(plain.metrics)
    expect(robust.computed_nodes.filter((id) => id.startsWith("metrics/deflation"))).toEqual([])
    const { costs, delays, starts, sub_periods } = robust.robustness!
    expect(costs.rows.map(({ scale }) => scale)).toEqual([0.5, 1, 2, 4])
    expect(delays.map(({ extra_sessions }) => extra_sessions)).toEqual([0, 1, 2, 5])
    expect(starts.map(({ start }) => start.slice(0, 4))).toEqual(
      Array.from({ length: 9 }, (_, i) => String(2014 + i)),
    )
    expect(sub_periods.parts).toHaveLength(4)
    expect(costs.rows[1]!.sharpe).toBe(robust.metrics["sharpe"])
  })

  it("is robustness.json in the run folder, and four tables on the terminal", async () => {
    const file = JSON.parse(readText(project, "runs", robust.run_id, "robustness.json")) as unknown
    expect(file).toEqual(robust.robustness)
    const { stdout } = await project.sage("dag", "run", "experiments/trend.ts", "--robustness")
    for (const part of [
      /^× 4 .*bps$/m,
      /Costs take all that it earns on average at [\d.]+ times the present ones\./,
      /^\+ 5 /m,
      /^2018-01-01 +2018-02-01/m,
      /^parts of \d+ sessions:$/m,
    ])
      expect(stdout).toMatch(part)
  })

  it("computes nothing the second time, and of a factor that is added only what that needs", async () => {
    const again = await run("--robustness")
    expect(again.nodes.cached).toBe(again.nodes.total)
    const more = await run("--robustness", "--set", "robustness.cost_scales=[0.5,1,2,4,8]")
    const variants = more.computed_nodes.filter((id) => id.includes("@"))
    expect(variants.toSorted()).toEqual(
      ["costs/components", "costs/net-returns", "metrics/summary"].map((name) => `${name}@costs-x8`),
    )
  })

  it("refuses dates at which nothing can begin", async () => {
    const { code, stderr } = await project.sage(
      ...["dag", "run", "experiments/trend.ts", "--set", 'robustness.starts=["2031-01-01"]'],
    )
    expect(code).toBe(2)
    expect(stderr).toMatch(/robustness\.starts\.0: no session from 2031-01-01 on/)
  })
})

describe("a sweep", () => {
  it("ends with a map and with what stands beside its best cell", async () => {
    const vary = [
      ...["--vary", "strategies.trend.momentum_lookback=126,189,252"],
      ...["--vary", "costs.spread_bps=1,8"],
    ]
    const swept = await project.json<{
      heat_map: { rows: { values: ReadonlyArray<number> }; maps: ReadonlyArray<{ values: unknown }> }
      plateau: { verdict: string; neighbours: { count: number } }
    }>("sweep", "experiments/trend.ts", ...vary)
    expect(swept.heat_map.rows.values).toEqual([126, 189, 252])
    expect(swept.heat_map.maps).toHaveLength(1)
    expect(swept.plateau.verdict).toMatch(/^(plateau|slope|spike)$/)
    const { stdout } = await project.sage("sweep", "experiments/trend.ts", ...vary)
    expect(stdout).toMatch(
      /Sharpe ratio by strategies\.trend\.momentum_lookback \(down\) and costs\.spread_bps/,
    )
    expect(stdout).toMatch(/The highest Sharpe ratio is \d\.\d\d at /)
  })
})
