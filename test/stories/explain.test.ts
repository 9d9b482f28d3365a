/** `sage explain` on the demo study: docs/explain.md as it is printed, planted mistakes, what cannot be answered. */
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Step } from "../../src/experiment/explain/Step.ts"
import { projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type RunJson } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())

let run: RunJson
let folder: string

beforeAll(async () => {
  run = await project.json<RunJson>("dag", "run", "experiments/trend.ts")
  folder = join(project.root, run.run_dir)
})

interface ExplainJson {
  readonly run_id: string
  readonly book: string
  readonly checked: number
  readonly wrong: number
  readonly steps: ReadonlyArray<Step>
}

const cell = ["--asset", "GOLD", "--date", "2020-03-16"]

/** A change of one file of the run, taken back afterwards. */
async function spoiled(file: string, change: (text: string) => string, look: () => Promise<void>) {
  const path = join(folder, file)
  const text = readFileSync(path, "utf8")
  writeFileSync(path, change(text))
  try {
    await look()
  } finally {
    writeFileSync(path, text)
  }
}

describe("sage explain", () => {
  it("tells every step from the price to the costs, in order, each checked", async () => {
    const told = await project.json<ExplainJson>("explain", "latest", ...cell)
    expect(told).toMatchObject({ run_id: run.run_id, book: "execution/fills@final", wrong: 0 })
    expect(told.checked).toBeGreaterThan(30)
    const order = [
      "price",
      "index",
      "feature",
      "signal",
      "base weight",
      "blend",
      "target",
      "caps",
      "leverage",
      "order",
      "held weight",
      "contribution",
      "costs",
    ]
    const firsts = order.map((stage) => told.steps.findIndex((step) => step.stage === stage))
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
    expect(Math.min(...firsts)).toBeGreaterThanOrEqual(0)
    for (const step of told.steps) {
      expect(step.key === "" || /^[0-9a-f]{64}$/.test(step.key)).toBe(true)
      expect(step.formula).not.toBe("")
    }
    const held = told.steps.find(({ node }) => node === "weights.parquet")
    expect(held?.agrees).toBe(true)
  })

  it("shows a line an asset without --asset", async () => {
    const { code, stdout } = await project.sage("explain", run.run_id.slice(0, 13), "--date", "2020-03-16")
    expect(code).toBe(0)
    expect(stdout).toMatch(/^asset +price +exposure +base +order +held +contribution +cost +checked$/m)
    expect(stdout).toMatch(/^GOLD +153\.67 +1 +0\.0205279/m)
    expect(stdout).toMatch(/304 numbers computed again from what is printed: all as stored/)
  })

  it("prints what docs/explain.md shows", async () => {
    const page = readFileSync(join(projectRoot, "docs", "explain.md"), "utf8")
    const [, command, shown] = /```\n\$ npx sage (explain latest .*)\n([^`]+)```/.exec(page)!
    const { code, stdout } = await project.sage(...command!.split(" "))
    expect(code).toBe(0)
    const printed = stdout.split("\n").map((line) => line.trimEnd())
    let at = 0
    for (const line of shown!.trimEnd().split("\n")) {
      if (line.trim() === "…") continue
      // keys differ between versions of the code
      const wanted = line.trimEnd().replace(/ {3}[0-9a-f]{8}$/, "")
      const found = printed.findIndex(
        (other, i) => i >= at && other.replace(/ {3}[0-9a-f]{8}$/, "") === wanted,
      )
      expect(found, `not printed, or not in this order: ${line}`).toBeGreaterThanOrEqual(0)
      at = found + 1
    }
  })

  it("ends with 3 where a stored number is not what its formula gives", async () => {
    const { nodes } = JSON.parse(readFileSync(join(folder, "graph.json"), "utf8")) as {
      nodes: ReadonlyArray<{ id: string; outputs: ReadonlyArray<{ content: string }> }>
    }
    const contentOf = (id: string) => nodes.find((node) => node.id === id)!.outputs[0]!.content
    const swap = (text: string) =>
      text.replaceAll(
        contentOf("allocation/caps@after-leverage"),
        contentOf("allocation/caps@before-leverage"),
      )
    await spoiled("graph.json", swap, async () => {
      const { code, stdout, stderr } = await project.sage("explain", "latest", ...cell, "--json")
      expect(code).toBe(3)
      expect(stderr).toMatch(
        /allocation\/caps@after-leverage\.weights 2020-02-28 GOLD: .* by its formula, .* stored/,
      )
      expect((JSON.parse(stdout) as ExplainJson).wrong).toBeGreaterThan(0)
    })
  })

  it("ends with 3 where the folder's table of weights says something else", async () => {
    const part = join(folder, "weights.parquet", "2020.parquet")
    const kept = readFileSync(part)
    cpSync(join(folder, "weights.parquet", "2019.parquet"), part)
    try {
      const { code, stderr } = await project.sage("explain", "latest", ...cell)
      expect(code).toBe(3)
      expect(stderr).toMatch(/weights\.parquet\.held 2020-03-16 GOLD/)
    } finally {
      writeFileSync(part, kept)
    }
  })

  it("explains the other books too", async () => {
    const told = await project.json<ExplainJson>("explain", "latest", ...cell, "--book", "b1")
    expect(told.book).toBe("execution/fills@b1")
    expect(told.steps.some(({ node }) => node === "allocation/equal-weight@b1")).toBe(true)
  })

  it("says how to get back what the cache no longer holds, and that works", async () => {
    const elsewhere = ["--cache", "elsewhere"]
    const { code, stderr } = await project.sage("explain", "latest", ...cell, ...elsewhere)
    expect(code).toBe(2)
    expect(stderr).toMatch(/no longer holds execution\/fills@final\.held of the run/)
    const command = /`sage (dag run experiments\/trend\.ts --target execution\/fills@final [^`]+)`/.exec(
      stderr,
    )![1]!
    await project.json(...command.split(" "), ...elsewhere)
    const told = await project.json<ExplainJson>("explain", "latest", ...cell, ...elsewhere)
    expect([told.run_id, told.wrong]).toEqual([run.run_id, 0])
  })

  it.each([
    [["latest", "--asset", "GOLT", "--date", "2020-03-16"], 2, /holds no asset GOLT\. Did you mean GOLD\?/],
    [
      ["latest", "--asset", "GOLD", "--date", "2020-03-14"],
      2,
      /has no session 2020-03-14\. The nearest is 2020-03-13/,
    ],
    [
      ["latest", "--asset", "GOLD", "--date", "2031-01-01"],
      2,
      /sessions run from 2013-01-02 to 2024-12-31\. The nearest is 2024-12-31/,
    ],
    [
      ["latest", "--asset", "GOLD", "--date", "16.3.2020"],
      2,
      /16\.3\.2020, which is no date\. Write --date as in/,
    ],
    [
      ["latest", "--date", "2020-03-16", "--book", "b9"],
      2,
      /has no book b9\. Name one with --book: b0, b1, b2, .*final/,
    ],
    [["ffff", "--date", "2020-03-16"], 2, /no folder of a run ffff/],
  ])("refuses %j", async (args, wanted, message) => {
    const { code, stdout, stderr } = await project.sage("explain", ...args)
    expect(code).toBe(wanted)
    expect(stdout).toBe("")
    expect(stderr).toMatch(message)
  })

  it.each([
    [
      "a node that reads itself",
      (text: string) => text.replace('"from": "data/prices.close"', '"from": "execution/fills@final.held"'),
      /which no earlier node gives/,
    ],
    [
      "a name that steers the terminal",
      (text: string) => text.replace('"id": "data/prices"', String.raw`"id": "data/\u001b[31mprices"`),
      /graph\.json at nodes/,
    ],
    [
      "a content that is a path",
      (text: string) => text.replace(/"content": "[0-9a-f]{64}"/, '"content": "../../catalogue"'),
      /graph\.json at nodes/,
    ],
    ["what is no graph", () => "[]", /graph\.json/],
  ])("refuses a folder with %s", async (_, change, message) => {
    await spoiled("graph.json", change, async () => {
      const { code, stdout, stderr } = await project.sage("explain", "latest", ...cell)
      expect(code).toBe(4)
      expect(stdout).toBe("")
      expect(stderr).toMatch(message)
      // oxlint-disable-next-line no-control-regex
      expect(stderr).not.toMatch(/\u001b/)
    })
  })
})
