/** What a study says of itself, on the demo market. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import type { Warning } from "../../src/experiment/artifacts/warnings.ts"
import { readDemoMarket } from "./demoMarket.ts"
import type { Values } from "../support/evaluate.ts"
import { runOn } from "./programStudy.ts"

async function warningsOf(
  written: object,
  change: (prices: Values) => Values = (prices) => prices,
): Promise<ReadonlyArray<Warning>> {
  const { manifest, prices } = await readDemoMarket()
  const { graph, values } = runOn(change(prices), manifest, written)
  const { node, inputs, config } = graph.nodes.find(({ id }) => id.startsWith("artifacts/warnings"))!
  const given: Record<string, unknown> = {}
  for (const { port, key, from, fromPort } of inputs) {
    const value = values.get(from.id)![fromPort]
    if (key === undefined) given[port] = value
    else given[port] = { ...(given[port] as object | undefined), [key]: value }
  }
  const complete = { bindings: {}, ...given }
  const answer = (node.spec.run as (inputs: unknown, config: unknown) => unknown)(complete, config)
  return (Effect.isEffect(answer) ? Effect.runSync(answer as Effect.Effect<unknown>) : answer) as never
}

const kinds = (warnings: ReadonlyArray<Warning>) => warnings.map(({ kind }) => kind)

/** Prices of an asset that do not move in a year, and pay nothing. */
function standingStill(prices: Values, asset: string, year: string): Values {
  const standing = (port: string, value: (before: number) => number): Panel.Panel => {
    const panel = prices[port] as Panel.Panel
    const [i, width] = [panel.assets.indexOf(asset), panel.assets.length]
    const values = panel.values.slice()
    for (let t = 1; t < Panel.rows(panel); t++)
      if (Calendar.isoAt(panel.calendar, t).startsWith(year))
        values[t * width + i] = value(values[(t - 1) * width + i]!)
    return Panel.like(panel, values)
  }
  return { ...prices, close: standing("close", (before) => before), dividend: standing("dividend", () => 0) }
}

describe("the warnings of a study", () => {
  it("say that nothing was ever wanted, and then not that trading was free", async () => {
    const nothing = await warningsOf({
      strategies: { all: { type: "passthrough" } },
      execution: { exposure: "rank_then_normalize" }, // ranks of equal signals are 0
      costs: { spread_bps: 2 },
    })
    expect(kinds(nothing)).toContain("no_trades")
    expect(kinds(nothing)).not.toContain("open_order")
    expect(kinds(nothing)).not.toContain("zero_cost")
    const free = await warningsOf({ strategies: { all: { type: "passthrough" } } })
    expect(kinds(free)).toContain("zero_cost")
    expect(kinds(free)).not.toContain("no_trades")
  })

  it("say what caps leave in cash whatever is wanted", async () => {
    const capped = await warningsOf({
      data: { universe: ["USEQ", "GOLD"] },
      strategies: { all: { type: "passthrough" } },
      risk: { max_weight_per_asset: 0.3 },
    })
    expect(capped.find(({ kind }) => kind === "caps_leave_cash")?.message).toBe(
      "Caps have room for 60.0 % of the book (2 assets of at most 0.3), of the 100.0 % that may be wanted: " +
        "the rest stays in cash before leverage, whatever is wanted.",
    )
  })

  it("name who was left out because its price did not move, since when and how often", async () => {
    const all = { strategies: { all: { type: "passthrough" } }, data: { universe: ["USEQ", "GOLD", "LTGB"] } }
    const stop = (prices: Values) => standingStill(prices, "GOLD", "2016")
    for (const allocation of [{ lookback: 60 }, { method: "min_variance", window: 60 }]) {
      const found = await warningsOf({ ...all, allocation }, stop)
      // from the first month end with 60 such returns to the last decision before the next price that moves
      expect(found.filter(({ kind }) => kind === "still_price")).toEqual([
        {
          kind: "still_price",
          message:
            "GOLD was left out of 10 decisions (first 2016-03-31, last 2016-12-30): its price did not move over the window of the estimate, and a volatility below 1e-8 is none.",
          facts: { asset: "GOLD", decisions: 10, first: "2016-03-31", last: "2016-12-30" },
        },
      ])
    }
    expect(kinds(await warningsOf({ ...all, allocation: { method: "equal_weight" } }, stop))).not.toContain(
      "still_price",
    )
    expect(kinds(await warningsOf(all))).not.toContain("still_price")
  })

  it("say at how many decisions a volatility could not be predicted", async () => {
    const study = (risk: object) => ({
      data: { universe: ["USEQ", "GOLD", "LATE"] },
      strategies: { all: { type: "passthrough" } },
      risk: { target_vol: 0.1, ...risk },
    })
    const [found] = (await warningsOf(study({ estimator: "ex_ante" }))).filter(
      ({ kind }) => kind === "leverage_not_predicted",
    )
    const { unknown, decisions } = found!.facts as { unknown: number; decisions: number }
    expect(unknown).toBeGreaterThan(5)
    expect(unknown).toBeLessThan(decisions / 2)
    expect(kinds(await warningsOf(study({})))).not.toContain("leverage_not_predicted")
  })
})
