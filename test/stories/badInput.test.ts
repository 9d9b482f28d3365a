import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { makeProject } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())

/** One message on stderr with these parts, no stack, nothing on stdout, nothing left half-written. */
async function refused(
  exitCode: number,
  parts: ReadonlyArray<string | RegExp>,
  ...args: ReadonlyArray<string>
) {
  const { code, stdout, stderr } = await project.sage(...args)
  for (const part of parts) expect(stderr).toMatch(part)
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
  expect(stdout).toBe("")
  expect(code).toBe(exitCode)
  const runs = join(project.root, "runs")
  if (existsSync(runs)) expect(readdirSync(runs)).toEqual([])
}

const trend = ["dag", "run", "experiments/trend.ts"] as const
const write = (name: string, text: string) => writeFileSync(join(project.root, "experiments", name), text)

describe("an experiment file", () => {
  it("that does not exist is named, with the nearest that does", () =>
    refused(
      2,
      [/experiments\/trnd\.ts: there is no such file/, /Did you mean experiments\/trend\.ts\?/],
      "dag",
      "run",
      "experiments/trnd.ts",
    ))

  it("with a syntax error is named with its line", async () => {
    write(
      "broken.ts",
      'import { Experiment } from "sage"\n\nexport default Experiment.define({ question: = })\n',
    )
    await refused(
      2,
      [/experiments\/broken\.ts: syntax error/, /:3/, /Correct the file/],
      "dag",
      "run",
      "experiments/broken.ts",
    )
  })

  it("without a default export is told how to have one", async () => {
    write("empty.ts", "export const nothing = 1\n")
    await refused(
      2,
      [/experiments\/empty\.ts: it has no default export/, /export default Experiment\.define/],
      "dag",
      "run",
      "experiments/empty.ts",
    )
  })

  it("whose default export is something else is told so", async () => {
    write("other.ts", "export default { question: 1 }\n")
    await refused(2, [/its default export is no experiment/], "dag", "run", "experiments/other.ts")
  })

  it("that throws while it loads is named with the message", async () => {
    write("throws.ts", 'throw new Error("my own mistake")\n')
    await refused(2, [/experiments\/throws\.ts.*my own mistake/], "dag", "run", "experiments/throws.ts")
  })

  it("that imports another copy of effect is told which to import", async () => {
    write("copy.ts", 'import { Schema } from "effect"\nexport default Schema\n')
    await refused(2, [/effect\/Schema/], "dag", "run", "experiments/copy.ts")
  })
})

describe("a preset", () => {
  it("with broken YAML is named with its line", async () => {
    writeFileSync(join(project.root, "configs/presets/broken.yaml"), "data:\n  snapshot: [demo\n")
    await refused(2, [/configs\/presets\/broken\.yaml: line \d/], "dag", "run", "configs/presets/broken.yaml")
  })

  it("that says a key twice is refused", async () => {
    writeFileSync(join(project.root, "configs/presets/twice.yaml"), "seed: 1\nseed: 2\n")
    await refused(2, [/configs\/presets\/twice\.yaml/, /unique/], "dag", "run", "configs/presets/twice.yaml")
  })
})

describe("a config", () => {
  const set = (setting: string, ...parts: ReadonlyArray<RegExp>) =>
    refused(2, [/experiments\/trend\.ts/, ...parts], ...trend, "--set", setting)

  it("with an unknown key names the path and the nearest key", () =>
    set("costs.spread_bp=3", /costs\.spread_bp: unknown field; did you mean spread_bps\?/))
  it("with the name of what every object inherits is refused", () =>
    refused(2, [/there is no field __proto__/], ...trend, "--set", '__proto__={"a":1}'))
  it("with an unknown section names those that there are", () =>
    set("risks.target_vol=0.1", /risks: unknown field; did you mean risk\?/))
  it("with an unknown key inside a strategy names the fields of its type, each once, and the one that it ends like", () =>
    set(
      "strategies.trend.lookbak=3",
      /strategies\.trend\.lookbak: unknown field; did you mean momentum_lookback\? Known here: type, momentum_lookback, sma_short, sma_long, breakout_period, combination_method, weights, weighted_threshold\n/,
    ))
  it("with a value out of range names the bound", () =>
    set("risk.target_vol=9", /risk\.target_vol: .*between 0\.001 and 5/))
  it("with a value of the wrong type names the field", () =>
    set("allocation.lookback=long", /allocation\.lookback: Expected/))
  it("with an unknown asset lists those of the snapshot", () =>
    set('data.universe=["USEQ","NOPE"]', /data\.universe\.1: NOPE is not in snapshot demo, which has .*USEQ/))
  it("with weights over strategies that do not add up to 1, or that cannot, is refused with the arithmetic", async () => {
    const two = 'strategies={"a":{"type":"trend"},"b":{"type":"passthrough"}}'
    const meta = (more: object, part: RegExp) =>
      refused(2, [part], ...trend, "--set", two, "--set", `meta=${JSON.stringify(more)}`)
    await meta({ weights: { a: 0.4, b: 0.5 } }, /meta\.weights: weights sum to 0\.4 \+ 0\.5 = 0\.9, not to 1/)
    await meta({ weights: { a: 1 } }, /meta\.weights: weights must name exactly the strategies: a, b/)
    await meta({ weights: { a: 1.5, b: -0.5 } }, /meta\.weights\.[ab]: /)
    const parity = { type: "risk_parity" }
    await meta(
      { ...parity, min_weight: 0.6 },
      /meta\.min_weight: 2 strategies × min_weight 0\.6 = 1\.2, above 1/,
    )
    await meta(
      { ...parity, max_weight: 0.4 },
      /meta\.max_weight: 2 strategies × max_weight 0\.4 = 0\.8, below 1/,
    )
    await meta({ ...parity, min_weight: 0.5, max_weight: 0.4 }, /meta\.min_weight: min_weight 0\.5 exceeds/)
    await meta({ ...parity, weights: { a: 0.5, b: 0.5 } }, /meta\.weights: weights go with type fixed_weight/)
  })

  it("with a decision at the open that would fill before it is refused", async () => {
    const open = ["--set", "execution.signal_time=open"]
    await refused(
      2,
      [/execution\.execution_time: signal_close needs signal_time close/],
      ...trend,
      ...open,
      "--set",
      "execution.execution_time=signal_close",
    )
    await refused(
      2,
      [/execution\.price_used: typical holds prices from before a signal at the open/],
      ...trend,
      ...open,
      "--set",
      "execution.execution_time=next_close",
      "--set",
      "execution.price_used=typical",
    )
  })

  it("with an empty universe is refused", () => set("data.universe=[]", /data\.universe/))
  it("whose end lies before its start is refused", () =>
    refused(
      2,
      [/period\.end: end 2019-01-01 lies before start 2020-01-01/],
      ...trend,
      "--set",
      "period.start=2020-01-01",
      "--set",
      "period.end=2019-01-01",
    ))
  it("whose period is empty names the span of the snapshot", () =>
    set(
      "period.start=2031-01-01",
      /period\.start: no session from 2031-01-01 on: snapshot demo runs from 2013-01-02 to 2024-12-31/,
    ))
  it("with a date that does not exist is refused", () =>
    set("period.start=2020-02-30", /2020-02-30 is no date/))
  it("with a fill before the signal is refused, with what is allowed", () =>
    refused(
      2,
      [/execution\.price_used: open cannot be had with execution_time next_close: use close or typical/],
      ...trend,
      "--set",
      "execution.execution_time=next_close",
      "--set",
      "execution.price_used=open",
    ))
  it("with an unknown strategy type is refused", () =>
    set("strategies.trend.type=magic", /strategies\.trend/))
  it("with averages in the wrong order is refused", () =>
    set("strategies.trend.sma_short=300", /sma_short 300 must be below sma_long 200/))

  it("--set without a value is a usage error", () =>
    refused(2, [/--set costs has no value/], ...trend, "--set", "costs"))
  it("--set through a value that is no section is refused", () =>
    set("costs.spread_bps.deep=1", /costs\.spread_bps\.deep: --set cannot reach this path/))
  it("--set cannot touch a prototype", () =>
    set("__proto__.polluted=1", /cannot reach this path|unknown field/))
})

describe("a snapshot", () => {
  it("that does not exist is named with the nearest", () =>
    refused(
      2,
      [/There is no snapshot demmo/, /Did you mean demo\?/],
      ...trend,
      "--set",
      "data.snapshot=demmo",
    ))

  it("cannot be asked for outside its folder", () =>
    refused(2, [/is no name for a snapshot/], ...trend, "--set", "data.snapshot=../demo"))

  it("with a damaged file is refused by name and nothing is computed from it", async () => {
    const folder = join(project.root, "snapshots", "hurt")
    mkdirSync(folder)
    cpSync(join(project.root, "snapshots", "demo"), folder, { recursive: true })
    const manifest = join(folder, "manifest.json")
    writeFileSync(
      manifest,
      readFileSync(manifest, "utf8")
        .replace('"name":"demo"', '"name":"hurt"')
        .replace('"name": "demo"', '"name": "hurt"'),
    )
    truncateSync(join(folder, "bars-2016.parquet"), 1000)
    await refused(
      4,
      [/bars-2016\.parquet of snapshot hurt is damaged/],
      ...trend,
      "--set",
      "data.snapshot=hurt",
    )
  })

  it("with a damaged manifest is refused", async () => {
    const folder = join(project.root, "snapshots", "torn")
    cpSync(join(project.root, "snapshots", "demo"), folder, { recursive: true })
    writeFileSync(join(folder, "manifest.json"), '{ "schema_version": 1')
    await refused(4, [/manifest\.json/], ...trend, "--set", "data.snapshot=torn")
  })
})

describe("the command line", () => {
  it("takes an unknown command for a usage error with a hint", () => refused(2, [/dag/], "dga", "run"))
  it("takes an unknown flag for a usage error", () => refused(2, [/--forcce/], ...trend, "--forcce", "x"))
  it("names an unknown target", () =>
    refused(
      2,
      [/has no node features\/momentun/, /Did you mean features\/momentum/],
      ...trend,
      "--target",
      "features/momentun",
    ))
  it("names an unknown node to force", () =>
    refused(2, [/has no node nothing/], ...trend, "--force", "nothing"))
  it("refuses a cache that is a file", async () => {
    writeFileSync(join(project.root, "afile"), "x")
    await refused(1, [/afile/, /--cache/], ...trend, "--cache", "afile")
  })
})
