import { describe, expect, it } from "vitest"
import { accepts, intentOf } from "./intentOf.ts"

describe("the passthrough strategy", () => {
  it("wants everything that has a price, and has no opinion on the rest", () => {
    expect(intentOf({ type: "passthrough" }, [NaN, 10, 11, NaN]).intent).toEqual([NaN, 1, 1, NaN])
  })

  it("can be told nothing", () => {
    expect(accepts({ type: "passthrough" })).toBe(true)
    expect(accepts({ type: "passthrough", lookback: 3 })).toBe(false)
  })
})
