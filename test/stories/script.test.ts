import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { execute, projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type Project, type RunJson } from "./project.ts"

const node = join(projectRoot, "node_modules", "node", "bin", "node")

let project: Project

/** A project that has Sage as a package, so that any Node program in it may import it. */
beforeAll(async () => {
  project = makeProject()
  rmSync(join(project.root, "node_modules"))
  mkdirSync(join(project.root, "node_modules"))
  symlinkSync(projectRoot, join(project.root, "node_modules", "sage"), "junction")
  await project.json("config", "show", "experiments/trend.ts") // so that the bundle is of today's sources
})
afterAll(() => project.remove())

/**
 * What a script prints, as JSON.
 *
 * @param flags for scripts that import graphs themselves, `--import sage/user-imports`
 */
const runScript = async <A>(text: string, ...flags: ReadonlyArray<string>): Promise<A> => {
  project.write("script.ts", text)
  const { code, stdout, stderr } = await execute(node, [...flags, "script.ts"], project.root)
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as A
}

describe("Experiment.run in a script", () => {
  it("gives what the command line gives, as typed values that agree with each other", async () => {
    const found = await runScript<Readonly<Record<string, number | string | boolean>>>(`
import { Experiment } from "sage"
const { dates, gross, net, costs, weights, turnover, metrics, warmUpSessions, warnings, folder } =
  await Experiment.run("experiments/trend.ts", { set: { "costs.spread_bps": 4 } })
const sum = (values: Float64Array) => values.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0)
const last = weights.held.subarray((dates.length - 1) * weights.assets.length)
console.log(JSON.stringify({
  sessions: dates.length, last: dates.at(-1), lengths: [gross, net, costs.total, turnover.target].every((all) => all.length === dates.length),
  sharpe: metrics.net.sharpe, drag: sum(gross) - sum(net), cost: sum(costs.total),
  parts: sum(costs.spread) + sum(costs.slippage) + sum(costs.impact), turnover: sum(turnover.target),
  assets: weights.assets.length, held: sum(last), warmUpSessions, kinds: warnings.map(({ kind }) => kind).join(), folder,
}))
`)
    const told = await project.json<RunJson>(
      "dag",
      "run",
      "experiments/trend.ts",
      "--set",
      "costs.spread_bps=4",
    )
    expect(told.nodes.computed).toBe(0) // the same cache
    expect(found).toMatchObject({
      sessions: 3020,
      last: "2024-12-31",
      lengths: true,
      sharpe: told.metrics["sharpe"],
      assets: 8,
      warmUpSessions: 314,
      kinds: told.warnings.map(({ kind }) => kind).join(),
    })
    const number = (name: string): number => found[name] as number
    expect(number("drag")).toBeCloseTo(number("cost"), 12)
    expect(number("parts")).toBeCloseTo(number("cost"), 12)
    // a half spread of 2 bps and slippage of 2 bps on every unit of turnover
    expect(number("cost")).toBeCloseTo(number("turnover") * 4e-4, 4)
    expect(number("held")).toBeGreaterThan(0)
    expect(readdirSync(join(project.root, "runs"))).toHaveLength(2)
  })

  it("takes an experiment that the script has itself", async () => {
    const text = `
import { Experiment } from "sage"
import trend from "./experiments/trend.ts"
const sharpes = []
for (const target_vol of [0.05, 0.1]) {
  const config = { ...trend.config, risk: { ...trend.config.risk, target_vol } }
  sharpes.push((await Experiment.run({ ...trend, config }, { from: import.meta.filename })).metrics.net.sharpe)
}
console.log(JSON.stringify(sharpes))
`
    const sharpes = await runScript<ReadonlyArray<number>>(text, "--import", "sage/user-imports")
    expect(sharpes).toHaveLength(2)
    expect(sharpes[0]).not.toBe(sharpes[1])
  })

  it.each([
    [
      "a field that is not known",
      '"experiments/trend.ts", { set: { "risk.target_vola": 1 } }',
      /did you mean target_vol/,
    ],
    ["a file that is not there", '"experiments/trendy.ts"', /Did you mean experiments\/trend\.ts/],
    ["an experiment without its file", "{ ...trend }", /needs `from`/],
  ])("rejects for %s, with what to do", async (_, args, message) => {
    const text = `
import { Experiment } from "sage"
import trend from "./experiments/trend.ts"
console.log(JSON.stringify(await Experiment.run(${args}).then(() => "ran", (error) => error.message)))
`
    expect(await runScript<string>(text, "--import", "sage/user-imports")).toMatch(message)
  })
})
