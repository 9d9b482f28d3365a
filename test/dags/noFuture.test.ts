/** What comes later changes nothing on the shipped snapshot: not a bit of any row of any panel. Of any study: test/invariants. */
import { describe, expect, it } from "vitest"
import experiment from "../../experiments/trend.ts"
import * as Panel from "../../src/domain/Panel.ts"
import type { Values } from "../support/evaluate.ts"
import { readDemoMarket } from "./demoMarket.ts"
import { columnsOf, differences } from "./panels.ts"
import { runOn } from "./programStudy.ts"

const headOf = (prices: Values, rows: number): Values =>
  Object.fromEntries(
    Object.entries(prices).map(([port, value]) => [
      port,
      port === "listing_table" ? value : Panel.slice(value as Panel.Panel, 0, rows),
    ]),
  )

describe("appended sessions", () => {
  it.each<[string, object]>([
    ["as experiments/trend.ts has it", {}],
    [
      "levered daily, filled at the signal's close",
      {
        execution: { execution_time: "signal_close" },
        risk: { target_vol: 0.1, leverage_update: "daily", max_weight_per_asset: 0.4 },
        costs: { spread_bps: 2, impact_coefficient: 1, turnover_basis: "traded", cash_rate: 0.02 },
      },
    ],
  ])("change no number of the first 2,000 of the shipped snapshot, %s", async (_, changes) => {
    const { manifest, prices, market } = await readDemoMarket(["USEQ", "GONE", "LATE", "GOLD", "TBIL"])
    const written = { ...experiment.config, ...changes, data: { snapshot: "demo", universe: market.assets } }
    const whole = columnsOf(runOn(prices, manifest, written))
    const part = columnsOf(runOn(headOf(prices, 2000), manifest, written))
    expect(differences(whole, part, 2000)).toEqual([])
    expect(Object.keys(part).length).toBeGreaterThan(150)
  })
})
