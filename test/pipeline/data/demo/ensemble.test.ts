import { beforeAll, describe, expect, it } from "vitest"
import { ensembleMeasures, meanOf } from "./ensembleMeasures.ts"
import { ensembleBounds } from "./statistics/bounds.ts"
import type { Measures } from "./statistics/measureMarket.ts"
import { quantile } from "./statistics/moments.ts"

describe("E: over 64 seeds the demo market has the statistics of its model", () => {
  let ensemble: ReadonlyArray<Measures>
  beforeAll(() => {
    ensemble = ensembleMeasures({})
  }, 180_000)

  /** A mean would be that of the few seeds with a crash. */
  const middle = (statistic: string): number =>
    statistic === "USEQ kurtosis"
      ? quantile(
          ensemble.map((measures) => measures[statistic]!),
          0.5,
        )
      : meanOf(ensemble, statistic)

  it.each(ensembleBounds)("%s is between %d and %d", (statistic, low, high) => {
    expect(middle(statistic)).toBeGreaterThanOrEqual(low)
    expect(middle(statistic)).toBeLessThanOrEqual(high)
  })
})
