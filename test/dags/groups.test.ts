/** Who is in which group: by its own name before its sector before its class, the first group that names it. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { groupsOf } from "../../dags/study/groups.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import type { MarketFacts } from "../../src/pipeline/data/MarketFacts.ts"

const market: MarketFacts = {
  name: "test",
  calendar: "nyse",
  periods_per_year: 252,
  default_universe: ["SPY", "EEM", "TLT", "XYZ", "GLD"],
  sectors: {
    SPY: "equity-us",
    EEM: "equity-emerging",
    TLT: "government-bonds",
    XYZ: "equities",
    GLD: "gold",
  },
  assets: { XYZ: { class: "large_cap" }, TLT: { class: "large_cap" } },
}

const groupsWith = (members: Readonly<Record<string, ReadonlyArray<string>>>) => {
  const names = Object.keys(members)
  const groups = Object.fromEntries(
    names.map((name) => [name, { weight: 1 / names.length, members: members[name] }]),
  )
  const written = {
    strategies: { all: { type: "passthrough" } },
    allocation: { method: "group_weights", groups },
  }
  return groupsOf(Effect.runSync(resolveConfig("test", study, written, {})).config, market).groups
}

describe("groups of assets", () => {
  it("take sectors that begin with a member and a hyphen, and no others that begin alike", () => {
    expect(groupsWith({ shares: ["equity"], bonds: ["government-bonds"] })).toEqual({
      SPY: "shares",
      EEM: "shares",
      TLT: "bonds",
    })
  })

  it("take an asset by its own name before its sector, and by its sector before its class", () => {
    expect(
      groupsWith({ shares: ["equity", "large_cap"], own: ["SPY"], bonds: ["government-bonds"] }),
    ).toEqual({
      SPY: "own",
      EEM: "shares",
      TLT: "bonds",
      XYZ: "shares",
    })
  })

  it("take it once: the first group that names it has it", () => {
    expect(groupsWith({ first: ["SPY"], second: ["SPY", "TLT"] })).toEqual({ SPY: "first", TLT: "second" })
  })
})
