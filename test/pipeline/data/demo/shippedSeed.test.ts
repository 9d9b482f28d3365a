import { describe, expect, it } from "vitest"
import { shippedMarket } from "./shippedMarket.ts"
import { acceptanceFailures } from "./statistics/acceptanceFailures.ts"
import { bounds } from "./statistics/bounds.ts"
import { measureMarket } from "./statistics/measureMarket.ts"

describe("S: the shipped demo market looks like the real funds it stands for", () => {
  const measures = measureMarket(shippedMarket)

  it.each(bounds)("%s is between %d and %d", (statistic, low, high) => {
    expect(measures[statistic]).toBeGreaterThanOrEqual(low)
    expect(measures[statistic]).toBeLessThanOrEqual(high)
  })

  it("would be accepted by the scan", () => expect(acceptanceFailures(shippedMarket, measures)).toEqual([]))

  it("is measured by 80 bounds", () => expect(new Set(bounds.map(([statistic]) => statistic)).size).toBe(80))
})
