import { beforeAll, describe, expect, it } from "vitest"
import { ensembleMeasures, meanOf } from "./ensembleMeasures.ts"
import { nullBounds } from "./statistics/bounds.ts"
import type { Measures } from "./statistics/measureMarket.ts"

const off = { reversal: false, momentum: false, leverage: false, regimes: false, fatTails: false }

describe("N: over 64 seeds the market without its effects shows none of them", () => {
  let ensemble: ReadonlyArray<Measures>
  beforeAll(() => {
    ensemble = ensembleMeasures(off)
  }, 180_000)

  it.each(nullBounds)("%s is between %d and %d", (statistic, low, high) => {
    expect(meanOf(ensemble, statistic)).toBeGreaterThanOrEqual(low)
    expect(meanOf(ensemble, statistic)).toBeLessThanOrEqual(high)
  })
})
