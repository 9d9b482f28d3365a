/** What a result is held against: presets as studies of their own on the same prices, in the graph of the result. */
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import experiment from "../../experiments/trend.ts"
import { Baselines } from "../../src/experiment/artifacts/baselines.ts"
import { parseYaml } from "../../src/io/parseYaml.ts"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import { readDemoMarket } from "./demoMarket.ts"
import { columnAt, documentAt, type Program, runOn } from "./programStudy.ts"

const preset = (name: string): Readonly<Record<string, unknown>> => {
  const parsed = parseYaml(
    readFileSync(new URL(`../../configs/presets/${name}.yaml`, import.meta.url), "utf8"),
  )
  if (parsed._tag === "Bad") throw new Error(parsed.problem)
  const { against: _, ...config } = parsed.value as Readonly<Record<string, unknown>>
  return config
}

const universe = ["USEQ", "TECH", "EMEQ", "LTGB", "GOLD", "TBIL"]
const { manifest, prices } = await readDemoMarket(universe)
const own = { ...experiment.config, data: { snapshot: "demo", universe } }
const names = ["buy-and-hold", "equal-weight-vol-target", "sixty-forty"]

const program = (written: unknown, against: ReadonlyArray<string> = []): Program =>
  runOn(prices, manifest, written, new Set(), Object.fromEntries(against.map((name) => [name, preset(name)])))

/** The document of the node that the harness leaves out, since it stands among the artifacts. */
function baselinesOf({ graph, values }: Program): Baselines {
  const { inputs } = graph.byId.get("artifacts/baselines")!
  const port = (name: string) =>
    Object.fromEntries(
      inputs
        .filter((each) => each.port === name)
        .map(({ key, from, fromPort }) => [key!, values.get(from.id)![fromPort]]),
    )
  const given = { summaries: port("summaries"), study: port("study"), relative: port("relative") }
  const context = { skip: 0, state: undefined, seed: 0 }
  return Baselines.spec.run(given, { names }, context) as Baselines
}

describe("a study against baselines", () => {
  const alone = program(own)
  const held = program(own, names)
  const found = baselinesOf(held)

  it("has the figures that it has without them, to the bit, and no node of its own has gone", () => {
    for (const [id, value] of alone.values) expect(held.values.get(id), id).toEqual(value)
  })

  it("gives each baseline the net returns that its preset earns as a study of its own, to the bit", () => {
    for (const name of names) {
      const itself = program({ ...preset(name), data: own.data })
      expect(columnAt(held, `costs/net-returns@vs-${name}`, "output", "net"), name).toEqual(
        columnAt(itself, "costs/net-returns", "output", "net"),
      )
    }
  })

  it("judges each from the day on which both have begun", () => {
    const { window } = documentAt<Summary>(alone, "metrics/summary")
    for (const name of names) {
      expect(found[name]!.window, name).toEqual(window)
      expect(found[name]!.study, name).toEqual(documentAt<Summary>(alone, "metrics/summary"))
      const net = columnAt(held, `costs/net-returns@vs-${name}`, "output", "net").slice(-window.sessions)
      const growth = net.reduce((level, value) => level * (1 + value), 1)
      expect(found[name]!.net["total_return"]! / (growth - 1), name).toBeCloseTo(1, 10)
      expect(found[name]!.relative.n, name).toBe(window.sessions)
    }
  })

  it("counts one that begins later from its own first session, and the study over the same ones", () => {
    const late = program({ ...preset("buy-and-hold"), data: own.data }, ["demo"])
    const windowOf = (id: string) => documentAt<Summary>(late, id).window
    const shared = windowOf("metrics/summary@vs-demo")
    expect(shared.first_fill! > windowOf("metrics/summary").first_fill!).toBe(true)
    expect(windowOf("metrics/summary@study@vs-demo")).toEqual(shared)
  })

  it("shares what is the same: prices, returns and listing stand once, other schedules apart", () => {
    const count = (name: string) => held.graph.nodes.filter(({ node }) => node.spec.name === name).length
    for (const shared of ["data/prices", "data/listing", "data/returns", "data/fill-returns"])
      expect(count(shared), shared).toBe(1)
    expect(count("allocation/schedule")).toBe(3)
    expect(new Set(held.graph.nodes.map(({ id }) => id)).size).toBe(held.graph.nodes.length)
  })

  it("measures all of them against one risk-free rate, and cash earns the same", () => {
    const costs = { ...own.costs, cash_rate: 0.02 }
    const charged = baselinesOf(program({ ...own, costs }, names))
    for (const name of names) expect(charged[name]!.risk_free, name).toBe(0.02)
    expect(charged["equal-weight-vol-target"]!.net["total_return"]).not.toBe(
      found["equal-weight-vol-target"]!.net["total_return"],
    )
  })

  it("holds sixty per cent of shares and forty of bonds after each decision of that preset", () => {
    const weights = held.values.get("execution/fills@final@vs-sixty-forty")!["filled"] as {
      readonly assets: ReadonlyArray<string>
      readonly values: Float64Array
    }
    const width = weights.assets.length
    const of = (row: number, asset: string) => weights.values[row * width + weights.assets.indexOf(asset)]!
    const turnover = columnAt(held, "execution/fills@final@vs-sixty-forty", "book", "traded_turnover")
    const fills = [...turnover.keys()].filter((row) => turnover[row]! > 0)
    expect(fills.length).toBeGreaterThan(100)
    for (const row of fills) {
      expect(of(row, "USEQ") + of(row, "TECH") + of(row, "EMEQ")).toBeCloseTo(0.6, 12)
      expect(of(row, "LTGB")).toBeCloseTo(0.4, 12)
    }
  })
})
