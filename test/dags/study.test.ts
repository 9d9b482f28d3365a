/** The graph of dags/study.ts against a study that was computed anew, from the meaning of each number alone. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import experiment from "../../experiments/trend.ts"
import { compare } from "./compare.ts"
import { readDemoMarket } from "./demoMarket.ts"
import { runOracle } from "./oracleStudy.ts"
import type { Study } from "../oracle/naiveStudy.ts"
import { runOn } from "./programStudy.ts"
import { oneStudy, studies } from "./studies.ts"

/** Decisions whose leverage rests on a prediction, not on a bound or on the lack of one. */
function predicted({ decisions, settings: { risk } }: Study): number {
  if (risk.target_vol === null || risk.estimator !== "ex_ante") return 0
  const given = [risk.min_leverage, risk.max_leverage, 1]
  return decisions.filter(({ leverage }) => !given.includes(leverage)).length
}

describe("a study", () => {
  it("agrees with the oracle on any market and config, in every number that both have", () => {
    const seen = { studies: 0, started: 0, ruined: 0, decisions: 0, compared: 0, predicted: 0 }
    const agrees = fc.property(studies, (given) => {
      const { study, comparison } = oneStudy(given)
      seen.studies++
      seen.started += study.start === null ? 0 : 1
      seen.ruined += study.ruin ? 1 : 0
      seen.decisions += study.decisions.length
      seen.compared += comparison.compared
      seen.predicted += predicted(study)
      expect(comparison.wrong).toEqual([])
    })
    fc.assert(agrees, { seed: 20, numRuns: 500 })
    // the markets and configs are not so tame that nothing happens in them
    expect(seen.started).toBeGreaterThan(300)
    expect(seen.ruined).toBeGreaterThan(0)
    expect(seen.decisions).toBeGreaterThan(10_000)
    expect(seen.predicted).toBeGreaterThan(500)
    expect(seen.compared).toBeGreaterThan(5_000_000)
  }, 120_000)

  it.each<[string, ReadonlyArray<string> | undefined, object]>([
    ["as experiments/trend.ts has it", undefined, {}],
    ["with assets that come late and go", ["USEQ", "GONE", "LATE", "GOLD"], {}],
    [
      "levered by a prediction",
      undefined,
      {
        risk: { target_vol: 0.03, estimator: "ex_ante" },
        allocation: { covariance: "ledoit_wolf", window: 63 },
      },
    ],
    [
      "levered daily, with impact",
      undefined,
      {
        risk: { target_vol: 0.1, leverage_update: "daily", max_weight_per_asset: 0.3 },
        costs: { spread_bps: 2, impact_coefficient: 0.5, turnover_basis: "traded", cash_rate: 0.02 },
      },
    ],
  ])("agrees on the shipped snapshot, %s", async (_, assets, changes) => {
    const { manifest, prices, market } = await readDemoMarket(assets)
    const written = { ...experiment.config, ...changes, data: { snapshot: "demo", universe: market.assets } }
    const program = runOn(prices, manifest, written)
    const study = runOracle(market, program.config)
    const { wrong, compared } = compare(program, study)
    expect(wrong).toEqual([])
    expect(study.decisions.filter(({ eligible }) => eligible.some(Boolean)).length).toBeGreaterThan(100)
    expect(compared).toBeGreaterThan(300_000)
  })
})
