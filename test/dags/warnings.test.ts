/** What a study says of itself, on the demo market. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import type { Warning } from "../../src/experiment/artifacts/warnings.ts"
import { readDemoMarket } from "./demoMarket.ts"
import { runOn } from "./programStudy.ts"

async function warningsOf(written: object): Promise<ReadonlyArray<Warning>> {
  const { manifest, prices } = await readDemoMarket()
  const { graph, values } = runOn(prices, manifest, written)
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

describe("the warnings of a study", () => {
  it("say that nothing was ever wanted, and then not that trading was free", async () => {
    const nothing = await warningsOf({
      strategies: { all: { type: "passthrough" } },
      execution: { exposure: "rank_then_normalize" }, // ranks of equal signals are 0
      costs: { spread_bps: 2 },
    })
    expect(kinds(nothing)).toContain("no_trades")
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
})
