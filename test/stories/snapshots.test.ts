import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import * as ExchangeCalendar from "../../src/domain/ExchangeCalendar.ts"
import { formatIsoDate, parseIsoDate } from "../../src/kernel/civilDate.ts"
import { filesWith, plantSecret, textHas } from "../support/plantedSecret.ts"
import { makeProject, type RunJson, readText } from "./project.ts"

const secret = plantSecret()
const project = makeProject(secret.env)
afterAll(() => project.remove())

/** Two walks over sessions of the NYSE from December 2022 on, in cents. */
function prices(count: number, revise: (asset: string, date: string, close: number) => number): string {
  const [first, last] = [parseIsoDate("2022-12-01")!, parseIsoDate("2025-12-31")!]
  const sessions = ExchangeCalendar.sessionsBetween(ExchangeCalendar.nyse, first, last).subarray(0, count)
  const lines = Array.from(sessions, formatIsoDate).flatMap((date, i) =>
    [
      ["AAA", 50],
      ["BBB", 80],
    ].map(([asset, base]) => {
      const close = Math.round(100 * (Number(base) + 10 * Math.sin(i / 9) + 0.05 * i)) / 100
      const price = revise(String(asset), date, close)
      return `${date},${asset},${price},${price},${price},${price},1000`
    }),
  )
  return `${["date,ticker,open,high,low,close,volume", ...lines].join("\n")}\n`
}

const write = (name: string, text: string) => writeFileSync(join(project.root, name), text)
const snapshot = <A>(...args: ReadonlyArray<string>) => project.json<A>("snapshot", ...args)
const importing = ["--adjustment", "raw", "--name", "etf"] as const
const study = ["experiments/trend.ts", "--set", "strategies.trend.momentum_lookback=20"] as const
const run = (...set: ReadonlyArray<string>) => project.json<RunJson>("dag", "run", ...study, ...set)

interface Summary {
  readonly snapshot: string
  readonly hash: string
}

interface Diff {
  readonly revised_cells: number
  readonly appended: { readonly sessions: number }
  readonly run: { readonly touched: boolean; readonly columns: ReadonlyArray<string> } | null
  readonly symbols: ReadonlyArray<{ readonly ticker: string }>
}

describe("a snapshot through its life", () => {
  it("is imported with what is known of its assets, which a study uses unless its config says otherwise", async () => {
    write(
      "first.csv",
      prices(300, (_, __, close) => close),
    )
    write(
      "assets.yaml",
      "AAA: { name: The first, sector: metals, costs: { spread_bps: 40 } }\nBBB: { sector: oil }\n",
    )
    const made = await snapshot<Summary>("import", "first.csv", "--assets", "assets.yaml", ...importing)
    expect(made.snapshot).toBe("etf")
    expect((await project.sage("snapshot", "show", "etf")).stdout).toMatch(/AAA +The first +metals +40/)
    const asStated = await run("--set", "data.snapshot=etf")
    const config = readText(project, "runs", asStated.run_id, "config.yaml")
    expect(config).toMatch(/overrides:\s+AAA:\s+spread_bps: 40/)
    const spelledOut = await run(
      "--set",
      "data.snapshot=etf",
      "--set",
      "costs.asset_rates=none",
      "--set",
      'costs.overrides={"AAA":{"spread_bps":40}}',
    )
    expect(spelledOut.metrics).toEqual(asStated.metrics)
    const beaten = await run(
      "--set",
      "data.snapshot=etf",
      "--set",
      'costs.overrides={"AAA":{"spread_bps":2}}',
    )
    const without = await run("--set", "data.snapshot=etf", "--set", "costs.asset_rates=none")
    expect(beaten.metrics).toEqual(without.metrics) // the experiment's own spread is 2
    expect(beaten.metrics).not.toEqual(asStated.metrics)
  })

  it("gets a version when it is imported with other content, and only when that is asked for", async () => {
    write(
      "second.csv",
      prices(304, (asset, date, close) => (asset === "BBB" && date === "2024-01-05" ? close + 1 : close)),
    )
    const refused = await project.sage("snapshot", "import", "second.csv", ...importing)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/--new-version/)
    const args = ["import", "second.csv", "--assets", "assets.yaml", ...importing, "--new-version"]
    const made = await snapshot<Summary>(...args)
    expect(made.snapshot).toBe("etf@2")
    expect((await snapshot<Summary>(...args)).snapshot).toBe("etf@2")
    const { snapshots } = await snapshot<{ readonly snapshots: ReadonlyArray<Summary> }>("ls")
    expect(snapshots.map((each) => each.snapshot)).toEqual(["demo", "etf", "etf@2"])
    const inode = (name: string) => statSync(join(project.root, "snapshots", name, "bars-2022.parquet")).ino
    expect(inode("etf@2")).toBe(inode("etf"))
  })

  it("pins what a study reads: the run states the version and its hash", async () => {
    const { run_dir } = await run("--set", "data.snapshot=etf@2")
    const manifest = JSON.parse(readText(project, run_dir, "run_manifest.json"))
    const shown = await snapshot<{ readonly content_hash: string }>("show", "etf@2")
    expect(manifest).toMatchObject({ snapshot: "etf@2", data_hash: shown.content_hash })
  })

  it("is compared with its next version, also for what a run had read", async () => {
    const all = await snapshot<Diff>("diff", "etf", "etf@2")
    expect(all.appended.sessions).toBe(4)
    expect(all.revised_cells).toBe(4) // open, high, low, close
    const ofA = await run(
      "--set",
      "data.snapshot=etf",
      "--set",
      'data.universe=["AAA"]',
      "--set",
      "period.end=2023-12-29",
    )
    const untouched = await snapshot<Diff>("diff", "etf", "etf@2", "--run", ofA.run_id)
    expect(untouched.run).toMatchObject({ touched: false })
    expect(untouched.run!.columns).not.toContain("adj_close")
    const ofB = await run("--set", "data.snapshot=etf", "--set", 'data.universe=["BBB"]')
    expect((await snapshot<Diff>("diff", "etf", "etf@2", "--run", ofB.run_id)).run).toMatchObject({
      touched: true,
    })
    const text = (await project.sage("snapshot", "diff", "etf", "etf@2", "--run", ofB.run_id)).stdout
    expect(text).toMatch(/close: 1 cell revised, 2024-01-05/)
    const other = await project.sage("snapshot", "diff", "demo", "etf", "--run", ofB.run_id.slice(0, 4))
    expect(other.code).toBe(2)
    expect(other.stderr).toMatch(/runs begin with/)
    const foreign = await project.sage("snapshot", "diff", "demo", "etf@2", "--run", ofB.run_id)
    expect(foreign.stderr).toMatch(/neither demo nor etf@2/)
  })

  it("is removed when nothing is lost, else only by force", async () => {
    const needed = await project.sage("snapshot", "rm", "etf")
    expect(needed.code).toBe(2)
    expect(needed.stderr).toMatch(/runs could no longer be computed again/)
    // the same content elsewhere: nothing is lost
    await project.json(
      "snapshot",
      "import",
      "first.csv",
      "--assets",
      "assets.yaml",
      ...importing.slice(0, -1),
      "copy",
    )
    await project.json("snapshot", "rm", "etf")
    expect(existsSync(join(project.root, "snapshots", "etf"))).toBe(false)
    const forced = await snapshot<{ readonly losses: ReadonlyArray<string> }>("rm", "copy", "--force")
    expect(forced.losses.length).toBe(1)
    expect((await project.sage("snapshot", "verify", "etf@2", "--deep")).code).toBe(0)
    for (const name of ["../snapshots/demo", "/etc", "etf@1", "demo/../demo"])
      expect((await project.sage("snapshot", "rm", name, "--force")).code).toBe(2)
    expect(readdirSync(join(project.root, "snapshots")).sort()).toEqual(["demo", "etf@2"])
  })

  it("is kept for a run that sage.json names, though its folder is gone", async () => {
    write(
      "third.csv",
      prices(310, (_, __, close) => close + 1),
    )
    await snapshot("import", "third.csv", ...importing.slice(0, -1), "third")
    const { run_id, run_dir } = await run("--set", "data.snapshot=third")
    rmSync(join(project.root, run_dir), { recursive: true })
    write("sage.json", JSON.stringify({ cache: { keep: [run_id] } }))
    const { code, stderr } = await project.sage("snapshot", "rm", "third")
    expect([code, stderr.includes(run_id)]).toEqual([2, true])
    rmSync(join(project.root, "sage.json"))
    expect((await project.sage("snapshot", "rm", "third")).code).toBe(0)
  })

  it("that git tracks is removed by force alone", async () => {
    const git = (...args: ReadonlyArray<string>) =>
      execFileSync("git", args, { cwd: project.root, stdio: "pipe" })
    git("init", "--quiet")
    git("add", "snapshots/demo")
    const { code, stderr } = await project.sage("snapshot", "rm", "demo")
    expect([code, existsSync(join(project.root, "snapshots", "demo"))]).toEqual([2, true])
    expect(stderr).toMatch(/git tracks snapshots\/demo/)
    expect((await project.sage("snapshot", "rm", "demo", "--force")).code).toBe(0)
  })
})

describe("a secret of the environment", () => {
  it("stands in no snapshot, config, manifest, key, log or cache after all this, nor in what was printed", async () => {
    const { stdout, stderr } = await project.sage("snapshot", "show", "etf@2", "--json")
    expect(textHas(secret, stdout + stderr)).toBe(false)
    expect(readdirSync(project.root)).toEqual(expect.arrayContaining([".sage-cache", "runs", "snapshots"]))
    expect(filesWith(secret, project.root)).toEqual([])
  })
})
