import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { parseVary } from "../../src/cli/vary.ts"

const parsed = (...settings: ReadonlyArray<string>) => Effect.runSync(parseVary(settings))
const refused = (...settings: ReadonlyArray<string>) =>
  Effect.runSync(Effect.flip(parseVary(settings))).message

describe("--vary", () => {
  it("takes JSON values and words, parted by commas", () => {
    assert.deepStrictEqual(
      parsed("costs.spread_bps=1,2.5, -3", "allocation.method=equal_weight,inverse_vol"),
      {
        "costs.spread_bps": [1, 2.5, -3],
        "allocation.method": ["equal_weight", "inverse_vol"],
      },
    )
  })

  it("does not part values at commas within brackets or quotes", () => {
    assert.deepStrictEqual(parsed('data.universe=["A","B"],["C"],null', 'x="a,b",{"c":[1,2]}'), {
      "data.universe": [["A", "B"], ["C"], null],
      x: ["a,b", { c: [1, 2] }],
    })
  })

  it("keeps what follows a second equals sign", () => {
    assert.deepStrictEqual(parsed("note=a=b,c"), { note: ["a=b", "c"] })
  })

  it.each([
    ["costs.spread_bps", "has no values"],
    ["costs.spread_bps=", "has no values"],
    ["=1,2", "has no values"],
    ["costs.spread_bps=1,,2", "has an empty value"],
    ["costs.spread_bps=1,", "has an empty value"],
  ])("refuses %s and says how it is written", (setting, problem) => {
    assert.include(refused(setting), problem)
    assert.include(refused(setting), "--vary path=a,b,c")
  })

  it("refuses a path that is given twice", () => {
    assert.include(refused("a=1", "a=2"), "--vary a is given twice")
  })
})
