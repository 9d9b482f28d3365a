import { describe, expect, it } from "vitest"
import { autocorrelation } from "./statistics/autocorrelation.ts"
import { correlation, crossCorrelation } from "./statistics/correlation.ts"
import { maxDrawdown } from "./statistics/drawdown.ts"
import { deviation, excessKurtosis, mean, quantile, skewness } from "./statistics/moments.ts"
import { ahead, rollingDeviation, rollingSum } from "./statistics/rolling.ts"
import { varianceRatio } from "./statistics/varianceRatio.ts"

const x = Float64Array.of(1, 2, 4, 8, 16)

describe("the statistics of the acceptance tests, by hand", () => {
  it("moments", () => {
    expect(mean(x)).toBe(6.2)
    expect(deviation(x)).toBeCloseTo(Math.sqrt(148.8 / 4), 12)
    expect(skewness(Float64Array.of(-1, 0, 1))).toBeCloseTo(0, 12)
    expect(skewness(x)).toBeCloseTo(1.3253147098134, 9) // scipy.stats.skew(x, bias=False)
    expect(excessKurtosis(Float64Array.of(1, -1, 1, -1))).toBe(-2)
    expect([quantile(x, 0), quantile(x, 0.5), quantile(x, 0.875)]).toEqual([1, 4, 12])
  })

  it("dependence", () => {
    expect(
      correlation(
        x,
        x.map((v) => -3 * v + 1),
      ),
    ).toBeCloseTo(-1, 12)
    expect(correlation([1, NaN, 2, 3], [2, 5, 4, 6])).toBeCloseTo(1, 12)
    expect(crossCorrelation(x, Float64Array.of(0, 1, 2, 4, 8), 1)).toBeCloseTo(1, 12)
    expect(autocorrelation([1, -1, 1, -1], 1)).toBe(-0.75)
  })

  it("windows", () => {
    expect([...rollingSum(x, 2)]).toEqual([NaN, 3, 6, 12, 24])
    expect(rollingDeviation(x, 2)[4]).toBeCloseTo(8 / Math.SQRT2, 12)
    expect([...ahead(x, 3)]).toEqual([8, 16, NaN, NaN, NaN])
  })

  it("paths", () => {
    expect(maxDrawdown([1, 2, 1.5, 3, 1, 4])).toBeCloseTo(-2 / 3, 12)
    const alternating = Float64Array.from({ length: 100 }, (_, t) => (t % 2 === 0 ? 1 : -1))
    expect(varianceRatio(alternating, 2)).toBe(0)
  })
})
