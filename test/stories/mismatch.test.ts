/** Files that do not stand on one index, a universe over time and calendars, as a stranger meets them on the command line. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { makeProject } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())

const index = "date,A,B\n2020-01-02,1,2\n2020-01-03,2,3\n2020-01-06,3,4\n"
const momentum = (listing: string) => {
  project.write("index.csv", index)
  project.write("listing.csv", listing)
  const inputs = ["--in", "index=index.csv", "--in", "listing=listing.csv"]
  return project.sage(
    ...["node", "run", "features/momentum", "--config", '{"lookback_sessions":1}', ...inputs, "--out", "-"],
  )
}
const listing = "date,A,B\n2020-01-02,1,1\n2020-01-03,1,1\n2020-01-06,1,1\n"

describe("sage node run", () => {
  it("answers on files of one index", async () => {
    const { code, stdout } = await momentum(listing)
    expect(stdout).toContain("2020-01-03")
    expect(code).toBe(0)
  })

  it.each([
    ["lacks a session", listing.replace("2020-01-03,1,1\n", ""), /has no row 2020-01-03/],
    [
      "has the dates of another zone",
      listing.replaceAll(/-0(\d),/g, (_, day) => `-0${Number(day) + 1},`),
      /lies 1 from that of the first/,
    ],
    ["has one asset more", listing.replace("A,B", "A,B,C").replaceAll(",1\n", ",1,1\n"), /has a column C/],
    ["has its assets in another order", listing.replace("A,B", "B,A"), /same columns in another order/],
  ])("refuses a file that %s, names the difference and ends with 4", async (_, text, expected) => {
    const { code, stdout, stderr } = await momentum(text)
    expect(stderr).toMatch(expected)
    expect(stderr).toMatch(/index .* and listing .*data\/align-inner/s)
    expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
    expect(stdout).toBe("")
    expect(code).toBe(4)
  })
})

describe("an imported universe over time", () => {
  const days = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"]
  const bars = [
    "date,ticker,close",
    ...days.flatMap((day, t) => [`${day},${t < 2 ? "FB" : "META"},${10 + t}`, `${day},X,5`]),
  ]
  const importBars = (...flags: ReadonlyArray<string>) =>
    project.sage("snapshot", "import", "bars.csv", "--name", "one", "--adjustment", "raw", ...flags)

  it("joins tickers, keeps membership in the manifest, and both are checked before anything is written", async () => {
    project.write("bars.csv", `${bars.join("\n")}\n`)
    project.write("map.csv", "old,new,date\nFB,META,2020-01-06\n")
    project.write("bad.csv", "asset,from,to\nMETA,2020-01-07,2020-01-03\n")
    project.write("members.csv", "asset,from,to\nMETA,2020-01-03,2020-01-07\nGONE,1999-01-04,\n")
    const refused = await importBars("--membership", "bad.csv")
    expect([refused.code, refused.stdout]).toEqual([4, ""])
    expect(refused.stderr).toMatch(
      /bad\.csv is refused:\s+row 1, to, META: 2020-01-03 does not come after 2020-01-07/,
    )
    const done = await importBars("--ticker-map", "map.csv", "--membership", "members.csv")
    expect(done.stdout).toMatch(/joined +renamed +META +2020-01-06 +2 rows of FB/)
    expect(done.code).toBe(0)
    const manifest = JSON.parse(readFileSync(join(project.root, "snapshots", "one", "manifest.json"), "utf8"))
    expect(
      manifest.symbols.map(({ ticker, rows }: { ticker: string; rows: number }) => [ticker, rows]),
    ).toEqual([
      ["META", 4],
      ["X", 4],
    ])
    expect(manifest.membership).toEqual({ META: [{ from: "2020-01-03", to: "2020-01-07" }] })
  })
})

describe("a study on another calendar than its snapshot's", () => {
  it("is refused where a bar would be lost, with the bar", async () => {
    const days = Array.from({ length: 400 }, (_, i) =>
      new Date(Date.UTC(2019, 0, 1 + i)).toISOString().slice(0, 10),
    )
    project.write(
      "coin.csv",
      `date,A,B\n${days.map((day, i) => `${day},${100 + (i % 7)},${50 + (i % 5)}`).join("\n")}\n`,
    )
    const made = await project.sage(
      "snapshot",
      "import",
      "coin.csv",
      "--name",
      "coin",
      "--calendar",
      "always",
    )
    expect(made.code).toBe(0)
    const run = (...flags: ReadonlyArray<string>) =>
      project.sage(
        "dag",
        "run",
        "experiments/trend.ts",
        "--set",
        "data.snapshot=coin",
        "--set",
        "execution.execution_time=next_close",
        ...flags,
      )
    const { code, stderr } = await run("--set", "data.calendar=nyse")
    expect(stderr).toMatch(
      /Snapshot coin has a bar of A on 2019-01-01, which is no session of the calendar nyse/,
    )
    expect(code).toBe(4)
    expect((await run()).code).toBe(0)
    expect((await run("--set", "data.calendar=always")).code).toBe(0)
  })
})
