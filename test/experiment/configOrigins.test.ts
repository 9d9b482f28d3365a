import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { annotatedYaml } from "../../src/experiment/artifacts/yamlText.ts"
import { originsOf } from "../../src/experiment/config/origins.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { parseYaml } from "../../src/io/parseYaml.ts"

const given = {
  data: { universe: ["SPY", "TLT"] },
  strategies: { trend: { type: "trend", sma_short: 20 } },
  risk: { max_leverage: 3, target_vol: 0.2 },
}
const overrides = { "risk.target_vol": 0.1, "risk.sectors": { SPY: "x" }, "risk.max_leverage": null }

const resolved = () => {
  const { written } = Effect.runSync(resolveConfig("file", study, given, overrides))
  return { written, origins: originsOf(written, given, overrides, "file") }
}

describe("the origin of a config's values", () => {
  it("is said of every leaf, lists as a whole", () => {
    const { origins } = resolved()
    expect(origins).toMatchObject({
      "data.universe": "file",
      "data.snapshot": "default",
      "strategies.trend.sma_short": "file",
      "strategies.trend.sma_long": "default",
      "risk.target_vol": "--set",
      "risk.sectors.SPY": "--set",
      "risk.max_leverage": "default", // null turned it off
      seed: "default",
    })
  })

  it("stands beside each value in YAML that is still the config", () => {
    const { written, origins } = resolved()
    const text = annotatedYaml(written, (path) => origins[path])
    expect(parseYaml(text)).toEqual({ _tag: "Good", value: written })
    const notes = text.match(/# (default|preset|file|--set)$/gm) ?? []
    expect(notes).toHaveLength(Object.keys(origins).length)
    expect(text).toContain("target_vol: 0.1 # --set\n")
    expect(text).toContain("universe: [ SPY, TLT ] # file\n")
  })
})
