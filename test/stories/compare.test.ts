import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ComparisonDocument } from "../../src/experiment/compare/Comparison.ts"
import { chromium, visit } from "../support/browser.ts"
import { makeProject, type Project, type RunJson } from "./project.ts"

let project: Project
let five: ComparisonDocument

beforeAll(async () => {
  project = makeProject()
  five = await project.json<ComparisonDocument>(
    ...[
      "compare",
      "experiments/five-systems.ts",
      "--out",
      "five.html",
      "--out",
      "five.csv",
      "--out",
      "five.json",
    ],
  )
})
afterAll(() => project.remove())

const read = (name: string): string => readFileSync(join(project.root, name), "utf8")

describe("sage compare", () => {
  it("runs the systems of a file and holds them against each other", () => {
    expect(five.systems.map(({ name }) => name)).toEqual([
      "buy and hold",
      "equal weight",
      "inverse volatility",
      "trend",
      "trend and reversion",
    ])
    expect(five.pairs).toHaveLength(10)
    expect(five.systems.every(({ n }) => n === five.sessions)).toBe(true)
  })

  it("has, for the system that begins last, the figures of its own run to the bit", () => {
    const last = five.systems.find(({ own_first }) => own_first === five.first)!
    const own = JSON.parse(read(`runs/${last.run_id}/metrics.json`)) as {
      readonly net: object
      readonly gross: object
    }
    expect(last.net).toEqual(own.net)
    expect(last.gross).toEqual(own.gross)
  })

  it("writes what it is asked for", async () => {
    expect(JSON.parse(read("five.json"))).toEqual(five)
    expect(read("five.csv").split("\n")[0]).toBe("table,system,other,year,figure,value")
    expect(read("five.html")).toContain("Can they be told apart?")
    const { code, stderr } = await project.sage(
      "compare",
      "experiments/five-systems.ts",
      "--out",
      "five.xlsx",
    )
    expect([code, stderr]).toEqual([2, expect.stringContaining(".html, .csv, .json") as string])
  })

  it("takes runs, experiments and presets together, and tells equal names apart", async () => {
    const { run_id } = await project.json<RunJson>("dag", "run", "experiments/trend.ts")
    const mixed = await project.json<ComparisonDocument>(
      "compare",
      run_id,
      "experiments/trend.ts",
      "configs/presets/buy-and-hold.yaml",
    )
    expect(mixed.systems).toHaveLength(3)
    expect(new Set(mixed.systems.map(({ name }) => name)).size).toBe(3)
    expect(mixed.systems[0]!.net).toEqual(mixed.systems[1]!.net)
    expect(mixed.pairs[0]).toMatchObject({ correlation: 1, p_value: null })
    expect(mixed.systems[2]!.name).toBe("buy-and-hold")
  })

  it("has the document's numbers in its text", async () => {
    const { stdout, code } = await project.sage("compare", five.systems[0]!.run_id, five.systems[3]!.run_id)
    expect(code).toBe(0)
    expect(stdout).toContain("difference of Sharpe ratios")
    expect(stdout).toMatch(/Of 1 pair, /)
  })

  it.each([
    [["compare", "experiments/trend.ts"], "There is 1 system to compare"],
    [["compare", "experiments/five-systems.ts", "experiments/trend.ts"], "There are 6 systems to compare"],
    [["compare", "0000", "1111"], "no folder of a run 0000"],
    [["compare", "experiments/five-systems.ts", "--set", "costs.spread_bp=1"], "did you mean spread_bps"],
  ])("%j is refused", async (command, message) => {
    const { code, stderr } = await project.sage(...command)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message) as string])
  })

  it("does not change by --set what has run already", async () => {
    const { code, stderr } = await project.sage(
      "compare",
      five.systems[0]!.run_id,
      "experiments/trend.ts",
      "--set",
      "seed=1",
    )
    expect([code, stderr]).toEqual([2, expect.stringContaining("has run already") as string])
  })

  it.skipIf(chromium === undefined)("makes a page that opens in a browser without a complaint", async () => {
    await visit(join(project.root, "five.html"), {}, async ({ page, complaints, requests }) => {
      expect([complaints, requests]).toEqual([[], []])
      await page.locator("#equity-chart [data-chart]").focus()
      await page.keyboard.press("End")
      const tip = await page.locator("#equity-chart .tip").innerText()
      for (const { name, net } of five.systems) {
        expect(tip).toContain(name)
        expect(tip).toContain((1 + net["total_return"]!).toFixed(3))
      }
    })
  })
})
