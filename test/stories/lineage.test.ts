/** `sage lineage` on the trend study: a node's relatives, and the closes that a momentum is made of. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { LineageDocument } from "../../src/report/text/lineage.ts"
import { makeProject } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())

const file = "experiments/trend.ts"
const momentum = "features/momentum@trend"
const ask = (...args: ReadonlyArray<string>) => project.json<LineageDocument>("lineage", file, ...args)

beforeAll(async () => {
  await project.json("dag", "run", file, "--target", "intent/trend")
})

describe("sage lineage", () => {
  it("lists what a node is made of and what it makes, with keys, reach and state", async () => {
    const { nodes, cells } = await ask(momentum)
    expect(cells).toBe(null)
    const index = nodes.find(({ id }) => id === "data/total-return-index")!
    expect(index).toMatchObject({ side: "up", distance: 1, status: "cached", back: 252, ahead: 0 })
    expect(index.key).toMatch(/^[0-9a-f]{64}$/)
    const made = nodes.filter(({ side }) => side === "down")
    expect(made[0]).toMatchObject({ id: "intent/trend@trend", distance: 1, status: "cached", back: 0 })
    expect(made.find(({ id }) => id === "costs/net-returns")).toMatchObject({ status: "unknown", key: null })
    const up = await ask(momentum, "--up")
    expect(new Set(up.nodes.map(({ side }) => side))).toEqual(new Set(["up"]))
  })

  it("names the cells within reach, and by perturbation the two closes that make a momentum", async () => {
    const { cells } = await ask(momentum, "--port", "value", "--cell", "2020-03-16,GOLD", "--tries", "120")
    expect(cells!.value).toBeCloseTo(0.0637, 4)
    const close = cells!.sources.find(({ port }) => port === "close")!
    expect(close).toMatchObject({ id: "data/prices", last: "2020-03-16", columns: ["GOLD"] })
    const moved = cells!.moves.filter(({ port }) => port === "close")
    expect(moved.map(({ first, last, columns }) => [first, last, columns])).toEqual([
      ["2019-03-15", "2019-03-15", ["GOLD"]], // 252 sessions before
      ["2020-03-16", "2020-03-16", ["GOLD"]],
    ])
    expect(cells!.tried).toBeLessThanOrEqual(120)
  })

  it("prints it for people", async () => {
    const { stdout } = await project.sage(
      ...["lineage", file, momentum, "--up", "--port", "value", "--cell", "2020-03-16,GOLD", "--tries", "60"],
    )
    expect(stdout).toMatch(/data\/total-return-index {2}t − 252 … t +cached/)
    expect(stdout).toMatch(/features\/momentum@trend\.value 2020-03-16 GOLD = 0\.0636/)
    expect(stdout).toMatch(
      /cells that move it when they change by a thousandth: \d+ found among \d+, 60 computations/,
    )
    expect(stdout).toMatch(/not searched to the end \(--tries raises the bound\)/)
  })

  it.each([
    [
      ["costs/net-returns", "--cell", "2020-03-16,net"],
      /no result as the graph is now\. Run `sage dag run experiments\/trend\.ts --target costs\/net-returns` first/,
    ],
    [
      [momentum, "--cell", "2020-03-15,GOLD"],
      /has no row 2020-03-15; its rows run from 2013-01-02 to 2024-12-31/,
    ],
    [[momentum, "--cell", "2020-03-16,GOLF"], /has no column GOLF\. Did you mean GOLD\?/],
    [[momentum, "--cell", "GOLD"], /--cell GOLD names no cell/],
    [
      [momentum, "--port", "values", "--cell", "2020-03-16,GOLD"],
      /has no output values with rows\. There are: signal, value/,
    ],
    [["features/momentumm"], /Did you mean features\/momentum/],
  ])("refuses %j with what to do", async (args, message) => {
    const { code, stdout, stderr } = await project.sage("lineage", file, ...args)
    expect(stderr).toMatch(message)
    expect(stdout).toBe("")
    expect(code).toBe(2)
  })
})
