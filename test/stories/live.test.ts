/** Live prices from the command line, on a server of this machine in Yahoo's place. */
import { DatabaseSync } from "node:sqlite"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { chartJson, type TradedDay } from "../io/live/chartBody.ts"
import { startProxy } from "../io/live/proxyStub.ts"
import { json, someDays, type Stub, startStub } from "../io/live/yahooStub.ts"
import { filesWith, plantSecret, textHas } from "../support/plantedSecret.ts"
import { execute, type Outcome, projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type Project, readText, type RunJson } from "./project.ts"

/** In no file and in no output may it appear. */
const planted = plantSecret()
const secret = planted.value

let project: Project
let stub: Stub
const said: Array<string> = []

const first = parseIsoDate("2021-01-04")!
const last = parseIsoDate("2024-06-28")!
const market = new Map<string, ReadonlyArray<TradedDay>>()

const play = (symbol: string, days: ReadonlyArray<TradedDay>): void => {
  market.set(symbol, days)
  stub.play(symbol, json(chartJson(symbol, days)))
}

/** A share that pays and splits, in the shares of each day. */
const withEvents = (days: ReadonlyArray<TradedDay>): ReadonlyArray<TradedDay> =>
  days.map((day, i): TradedDay => {
    const shares = i >= 400 ? 4 : 1
    const part = (price: number | null) => (price === null ? null : price / shares)
    return {
      session: day.session,
      open: part(day.open),
      high: part(day.high),
      low: part(day.low),
      close: part(day.close),
      volume: day.volume,
      ...(i === 400
        ? { split: [4, 1] as const, dividend: 1 }
        : i % 63 === 10
          ? { dividend: 0.4 / shares }
          : {}),
    }
  })

beforeAll(async () => {
  project = makeProject()
  stub = await startStub()
  play("SPY", withEvents(someDays(1, first, last)))
  play("TLT", someDays(2, first, last))
})
afterAll(async () => {
  await stub.close()
  project.remove()
})

/** Starts the command line with the stub in Yahoo's place; whoever reaches for another machine fails. */
async function sage(env: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>): Promise<Outcome> {
  const outcome = await execute(
    join(projectRoot, "node_modules", "node", "bin", "node"),
    [join(projectRoot, "bin", "sage"), ...args],
    project.root,
    {
      SAGE_YAHOO_URL: stub.url,
      NODE_OPTIONS: `--import=${new URL("../io/live/onlyThisMachine.ts", import.meta.url).href}`,
      ...env,
    },
  )
  said.push(outcome.stdout, outcome.stderr)
  return outcome
}

const universe = (...symbols: ReadonlyArray<string>) => ["--set", `data.universe=${JSON.stringify(symbols)}`]
const live = ["dag", "run", "experiments/trend.ts", "--mode", "live"]

interface LiveJson extends RunJson {
  readonly live: {
    readonly fetched: ReadonlyArray<{ readonly symbol: string; readonly retrieved_at: string }>
    readonly revisions: ReadonlyArray<Readonly<Record<string, unknown>>>
  }
}

const run = async (...args: ReadonlyArray<string>): Promise<LiveJson> => {
  const { code, stdout, stderr } = await sage({}, ...live, ...args, "--json")
  expect({ code, stderr: stderr.replace("Building sage from its sources ...\n", "") }).toEqual({
    code: 0,
    stderr: "",
  })
  return JSON.parse(stdout) as LiveJson
}

/** Lets the fetched answers of the cache grow older. */
function age(hours: number): void {
  const catalogue = new DatabaseSync(join(project.root, ".sage-cache", "catalogue.db"))
  catalogue
    .prepare("update result set computed_at = computed_at - ? where definition = 'data/fetch-prices'")
    .run(hours * 3_600_000)
  catalogue.close()
}

const manifestOf = ({ run_dir }: RunJson) =>
  JSON.parse(readText(project, run_dir, "run_manifest.json")) as Readonly<Record<string, unknown>>

const edit = (symbol: string, change: (day: TradedDay, i: number) => TradedDay): void =>
  play(symbol, market.get(symbol)!.map(change))

describe("a study on live prices", () => {
  it("runs, asks once a symbol, and says whence and when its prices came and that nobody can repeat it", async () => {
    const found = await run(...universe("SPY", "TLT"))
    expect(found.status).toBe("done")
    expect([...stub.asked].sort()).toEqual(["SPY", "TLT"])
    const manifest = manifestOf(found)
    expect(manifest).toMatchObject({ mode: "live", deterministic: false, snapshot: null, live: found.live })
    const data = JSON.parse(readText(project, found.run_dir, "data_snapshot_manifest.json"))
    expect(data).toMatchObject({
      kind: "live",
      source: { kind: "yahoo" },
      adjustment: "raw",
      dividend_source: "stated",
      last_session: "2024-06-28",
      content_hash: manifest["data_hash"],
    })
    expect(data.retrieved_at).toEqual(
      Object.fromEntries(found.live.fetched.map(({ symbol, retrieved_at }) => [symbol, retrieved_at])),
    )
    expect(found.warnings.map(({ kind }) => kind)).toContain("live_prices")
    expect(readText(project, found.run_dir, "warnings.log")).toContain("live_prices")
  })

  it("asks nobody again within a day, also when the study is another one", async () => {
    const asked = stub.asked.length
    const again = await run(...universe("SPY", "TLT"))
    expect(again.nodes).toMatchObject({ computed: 0, extended: 0 })
    age(23)
    const other = await run(...universe("TLT", "SPY"), "--set", "costs.spread_bps=9")
    expect(other.status).toBe("done")
    expect(stub.asked.length).toBe(asked)
  })

  it("asks again after a day, and what is as it was runs nothing after it", async () => {
    age(2)
    const asked = stub.asked.length
    const again = await run(...universe("SPY", "TLT"))
    expect(stub.asked.length).toBe(asked + 2)
    const names = again.computed_nodes.map((id) => id.split("@")[0])
    expect(names).not.toContain("data/returns")
    expect(names).not.toContain("execution/fills")
    expect(again.live.revisions).toEqual([])
    const why = await sage(
      {},
      "why",
      "experiments/trend.ts",
      "data/fetch-prices@SPY",
      "--set",
      "data.mode=live",
      ...universe("SPY", "TLT"),
    )
    expect(why.stdout).toContain("held for 24 hours")
  })

  it("reports what the source says otherwise than it did", async () => {
    edit("TLT", (day, i) => (i === 100 ? { ...day, close: day.close! * 1.0005 } : day))
    age(25)
    const { live: told } = await run(...universe("SPY", "TLT"))
    const day = new Date(market.get("TLT")![100]!.session * 86_400_000).toISOString().slice(0, 10)
    expect(told.revisions).toMatchObject([{ asset: "TLT", first: day, gone: 0, appended: 0 }])
    const [{ fields, largest_change }] = told.revisions as [{ fields: Array<string>; largest_change: number }]
    expect(fields).toContain("close")
    expect(largest_change).toBeCloseTo(0.0005, 6)
  })

  it("is pinned exactly as it was, without asking, also after the source has changed", async () => {
    const used = await run(...universe("SPY", "TLT"))
    edit("SPY", (day) => ({ ...day, close: day.close! * 1.001, high: day.high! * 1.001 }))
    age(25)
    await run(...universe("SPY", "TLT")) // what is cached now is later than what is pinned
    const asked = stub.asked.length
    const pinned = await sage({}, "snapshot", "pin", used.run_id, "--name", "pinned", "--json")
    expect(pinned.code, pinned.stderr).toBe(0)
    expect(stub.asked.length).toBe(asked)
    expect(JSON.parse(pinned.stdout).hash).toBe(manifestOf(used)["data_hash"])
    const same = await project.json<RunJson>(
      ...["dag", "run", "experiments/trend.ts", "--set", "data.snapshot=pinned"],
    )
    expect(same.metrics).toEqual(used.metrics)
  })

  it("names the symbol that is missing, keeps the others, and takes nothing in its place", async () => {
    play("GLD", someDays(3, first, last))
    const failed = await sage({}, ...live, ...universe("SPY", "NOPE", "GLD"), "--keep-going")
    expect(failed.code).toBe(2)
    expect(failed.stderr).toContain("data/fetch-prices@NOPE failed. Yahoo Finance has no prices of NOPE.")
    const asked = stub.asked.length
    await run(...universe("SPY", "GLD"))
    expect(stub.asked.length).toBe(asked)
  })

  it("is refused on the generated market, by whatever way its assets are meant", async () => {
    const asked = stub.asked.length
    for (const more of [[], universe("TECH"), universe("SPY", "GOLD")]) {
      const refused = await sage({}, ...live, ...more)
      expect(refused.code).toBe(2)
      expect(refused.stderr).toMatch(/generated snapshot demo.*--mode live/s)
    }
    expect(stub.asked.length).toBe(asked)
  })

  it("plans without asking anybody", async () => {
    const asked = stub.asked.length
    const plan = await sage(
      {},
      "dag",
      "plan",
      "experiments/trend.ts",
      "--set",
      "data.mode=live",
      ...universe("NEW"),
    )
    expect(plan.code, plan.stderr).toBe(0)
    expect(stub.asked.length).toBe(asked)
  })

  it("reads a folder instead, which must say what was done to its prices", async () => {
    const csv = (symbol: string) =>
      [
        "date,open,high,low,close,volume",
        ...market
          .get(symbol)!
          .map(
            ({ session, open, high, low, close, volume }) =>
              `${new Date(session * 86_400_000).toISOString().slice(0, 10)},${open},${high},${low},${close},${volume}`,
          ),
      ].join("\n")
    project.write("mine/GLD.csv", csv("GLD"))
    const settings = [...universe("GLD"), "--set", "data.source=csv_dir", "--set", "data.folder=mine"]
    const unsaid = await sage({}, ...live, ...settings)
    expect([unsaid.code, unsaid.stderr]).toEqual([2, expect.stringContaining("data.adjustment")])
    const asked = stub.asked.length
    const found = await run(...settings, "--set", "data.adjustment=raw")
    expect(found.status).toBe("done")
    expect(manifestOf(found)).toMatchObject({ live: { source: { kind: "csv_dir", folder: "mine" } } })
    expect(stub.asked.length).toBe(asked)
  })
})

describe("sage snapshot fetch", () => {
  it("pins what the source says now", async () => {
    const { code, stdout, stderr } = await sage(
      {},
      "snapshot",
      "fetch",
      "SPY",
      "TLT",
      "--name",
      "now",
      "--json",
    )
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ snapshot: "now", assets: 2, defects: [], failed: [] })
    const manifest = JSON.parse(readText(project, "snapshots", "now", "manifest.json"))
    expect(manifest).toMatchObject({
      kind: "fetched",
      source: "Yahoo Finance, fetched by sage",
      adjustment: "raw",
    })
    expect(Math.abs(Date.parse(manifest.retrieved_at) - Date.now())).toBeLessThan(60_000)
    const study = await project.json<RunJson>(
      "dag",
      "run",
      "experiments/trend.ts",
      "--set",
      "data.snapshot=now",
    )
    expect(study.status).toBe("done")
  })

  it("writes all or nothing, and with --partial what came, saying what did not", async () => {
    const all = await sage({}, "snapshot", "fetch", "SPY", "NOPE", "--name", "some")
    expect(all.code).toBe(2)
    expect(all.stderr).toMatch(/NOPE: Yahoo Finance has no prices.*nothing was written.*--partial/s)
    expect(readdirSync(join(project.root, "snapshots"))).not.toContain("some")
    const part = await sage({}, "snapshot", "fetch", "SPY", "NOPE", "--name", "some", "--partial", "--json")
    expect(part.code, part.stderr).toBe(0)
    expect(JSON.parse(part.stdout)).toMatchObject({
      assets: 1,
      failed: [{ symbol: "NOPE", error: "SymbolNotFound" }],
    })
  })

  it("refuses an answer of another form with the exit code of refused data", async () => {
    stub.play("ODD", json({ chart: { result: [{ meta: {}, indicators: {} }], error: null } }))
    const odd = await sage({}, "snapshot", "fetch", "ODD", "--name", "odd")
    expect([odd.code, odd.stderr]).toEqual([
      4,
      expect.stringMatching(/^ODD: The answer of Yahoo Finance for ODD is refused/m),
    ])
  })
})

describe("a secret of the environment", () => {
  it("is in no output and in no file after a fetch, a run and failures of both", async () => {
    const proxy = await startProxy()
    const through = { SAGE_PROXY: `http://me:${secret}@127.0.0.1:${proxy.port}` }
    play("NEW", someDays(7, first, last))
    stub.play("SHUT", json({}, 401))
    expect((await sage(through, "snapshot", "fetch", "NEW", "--name", "new")).code).toBe(0)
    expect((await sage(through, ...live, ...universe("NEW"), "--json")).code).toBe(0)
    expect((await sage(through, "snapshot", "fetch", "SHUT", "--name", "shut")).code).toBe(4)
    expect((await sage(through, ...live, ...universe("SHUT"))).code).toBe(4)
    proxy.close()
    expect(
      (await sage({ SAGE_PROXY: `no address ${secret}` }, "snapshot", "fetch", "SPY", "--name", "x")).code,
    ).toBe(2)
    expect(
      (await sage({ SAGE_YAHOO_URL: `https://me:${secret}@x.invalid` }, ...live, ...universe("OTHER"))).code,
    ).toBe(2)
    const base64 = Buffer.from(`me:${secret}`).toString("base64")
    expect(proxy.credentials).toEqual(Array.from({ length: 4 }, () => `Basic ${base64}`)) // it was used
    expect(filesWith(planted, project.root)).toEqual([])
    expect(said.filter((text) => textHas(planted, text))).toEqual([])
    expect(said.filter((text) => text.includes("a test reached for"))).toEqual([])
  })
})
