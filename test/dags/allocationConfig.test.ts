/** What a study refuses to be told of its allocation, before anything runs, in words that say what to do. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"

const strategies = { everything: { type: "passthrough" } }

const manifest = {
  name: "four",
  calendar: "nyse",
  periods_per_year: 252,
  sectors: { A: "x", B: "x", C: "y", D: "y" },
  default_universe: ["A", "B", "C", "D"],
  symbols: ["A", "B", "C", "D"].map((ticker) => ({ ticker })),
  has_opens: true,
  first_session: "2000-01-03",
  last_session: "2020-12-31",
} as unknown as SnapshotManifest

/** The refusal of the schema, or the objections of the study; "" where there is none. */
function refusal(allocation: object, rest: object = {}): string {
  const resolved = Effect.runSync(
    Effect.result(resolveConfig("test", study, { strategies, allocation, ...rest }, {})),
  )
  if (resolved._tag === "Failure") return resolved.failure.message
  return study
    .objections(resolved.success.config, manifest)
    .map(({ path, message }) => `${path.join(".")}: ${message}`)
    .join("; ")
}

describe("an allocation", () => {
  it.each<[string, object, RegExp, object?]>([
    [
      "caps that add up to less than 1",
      { method: "hrp", max_weight: 0.2 },
      /0\.8 \(4 assets\) at most, which is less than 1/,
    ],
    [
      "floors that add up to more",
      { method: "hrp", min_weight: 0.3 },
      /1\.2 \(4 assets\) at least, which is more than 1/,
    ],
    [
      "a floor above its cap",
      { method: "hrp", min_weight: 0.5, max_weight: 0.4 },
      /min_weight.*0\.5 exceeds max_weight 0\.4/s,
    ],
    [
      "sectors that leave no room",
      { method: "hrp", sector_bounds: { x: { max: 0.3 }, y: { max: 0.4 } } },
      /0\.3 \(2 assets of x\) \+ 0\.4 \(2 assets of y\) = 0\.7 at most/,
    ],
    [
      "a sector that nobody is in",
      { method: "hrp", sector_bounds: { z: { max: 0.3 } } },
      /no asset of the universe is in sector z; there are x, y/,
    ],
    [
      "bounds of a stranger",
      { method: "hrp", bounds: { E: { max: 0.3 } } },
      /E is not in the universe A, B, C, D/,
    ],
    [
      "bounds for a rule",
      { method: "inverse_vol", max_weight: 0.5 },
      /inverse_vol takes no bounds and limits; use risk\.max_weight_per_asset/,
    ],
    [
      "groups that are not there",
      { method: "group_weights" },
      /allocation\.groups: group_weights needs groups/,
    ],
    [
      "groups for another method",
      { method: "equal_weight", groups: { all: { weight: 1, members: ["A"] } } },
      /goes with method group_weights, not equal_weight/,
    ],
    [
      "groups of more than everything",
      {
        method: "group_weights",
        groups: { some: { weight: 0.7, members: ["A"] }, others: { weight: 0.4, members: ["B"] } },
      },
      /weights sum to 0\.7 \+ 0\.4 = 1\.1/,
    ],
    [
      "a group of strangers",
      {
        method: "group_weights",
        groups: { some: { weight: 0.6, members: ["A"] }, others: { weight: 0.4, members: ["bonds"] } },
      },
      /allocation\.groups\.others: no asset of the universe A, B, C, D is bonds/,
    ],
    [
      "bounds on groups",
      { method: "group_weights", max_weight: 0.5, groups: { all: { weight: 1, members: ["A"] } } },
      /group_weights takes no bounds and limits/,
    ],
    [
      "a target for another method",
      { method: "hrp", target_return: 0.1 },
      /goes with method mean_variance, not hrp/,
    ],
    ["two targets", { method: "mean_variance", target_return: 0.1, target_volatility: 0.1 }, /one target/],
    ["a volatility of nothing", { method: "mean_variance", target_volatility: 0 }, /greater than 0/],
    ["a ratio without a view", { method: "max_sharpe", expected_returns: "zero" }, /max_sharpe needs a view/],
    ["a penalty that is no cost", { method: "hrp", turnover_penalty: 0.1 }, /goes with method mean_variance/],
    [
      "a limit and normalising",
      { method: "hrp", turnover_limit: 0.1, combine: "normalise" },
      /needs allocation\.combine: overlay/,
    ],
    [
      "a limit and caps",
      { method: "hrp", turnover_limit: 0.1 },
      /does not go with caps before leverage/,
      { risk: { max_weight_per_asset: 0.3 } },
    ],
    [
      "more names than there are",
      {},
      /risk\.min_assets_held: 5 names cannot be held: the universe has 4/,
      { risk: { min_assets_held: 5 } },
    ],
    [
      "a net that needs shorts, without shorts",
      {},
      /execution\.net_exposure_target: a net of 0\.5 needs \(1 \+ 0\.5\)\/2 = 0\.75 long and \(1 − 0\.5\)\/2 = 0\.25 short/,
      { execution: { long_only: true, net_exposure_target: 0.5 } },
    ],
  ])("with %s is refused", (_, allocation, message, rest) => {
    expect(refusal(allocation, rest)).toMatch(message)
  })

  it("that can be kept is not", () => {
    expect(refusal({ method: "hrp", max_weight: 0.25, sector_bounds: { x: { min: 0.4, max: 0.6 } } })).toBe(
      "",
    )
    expect(refusal({ method: "mean_variance", turnover_limit: 0.1, turnover_penalty: 0.01 })).toBe("")
    const groups = { some: { weight: 0.6, members: ["A", "x"] }, others: { weight: 0.4, members: ["y"] } }
    expect(refusal({ method: "group_weights", groups })).toBe("")
  })
})
