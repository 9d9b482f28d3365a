/** Nine allocators in one graph: what they share stands once. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import experiment from "../../experiments/allocators.ts"
import { comparison } from "../../dags/comparison.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import type { ComparisonTable } from "../../src/experiment/artifacts/comparison.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { comparisonTable } from "../../src/report/text/comparisonTable.ts"
import { evaluate } from "../support/evaluate.ts"
import { studyContext } from "../support/studyContext.ts"
import { readDemoMarket } from "./demoMarket.ts"

describe("experiments/allocators.ts", () => {
  it("computes signals once and a book for each method, over the same sessions", async () => {
    const { manifest, prices } = await readDemoMarket(experiment.config.data?.universe)
    const { config } = Effect.runSync(resolveConfig("test", comparison, experiment.config, {}))
    const graph = Effect.runSync(prepare(comparison.files(config, manifest, studyContext)))
    const count = (name: string) => graph.nodes.filter(({ node }) => node.spec.name === name).length
    for (const shared of [
      "data/returns",
      "features/momentum",
      "intent/trend",
      "execution/blend",
      "execution/eligible",
      "allocation/schedule",
    ])
      expect(count(shared), shared).toBe(1)
    expect(count("execution/fills")).toBe(9)
    const values = evaluate(graph, new Map([["data/prices", prices]]), {
      skip: ({ id }) => id.startsWith("artifacts/") && id !== "artifacts/comparison",
    })
    const table = values.get("artifacts/comparison")!["output"] as ComparisonTable
    expect(table.systems.map(({ name }) => name)).toEqual([
      "equal_weight",
      "inverse_vol",
      "min_variance",
      "mean_variance",
      "max_sharpe",
      "risk_parity",
      "hrp",
      "max_diversification",
      "min_cvar",
    ])
    for (const { name, n, net } of table.systems) {
      expect(n, name).toBe(table.sessions)
      expect(net["sharpe"], name).toBeTypeOf("number")
    }
    // least variance is least
    const volatility = (name: string) => table.systems.find((one) => one.name === name)!.net["volatility"]!
    for (const { name } of table.systems)
      expect(volatility("min_variance")).toBeLessThanOrEqual(1.05 * volatility(name))
    expect(comparisonTable(table).split("\n")).toHaveLength(12)
  })
})
