import { describe, expect, it } from "vitest"
import { conditionalValueAtRisk } from "../../../src/pipeline/metrics/conditionalValueAtRisk.ts"
import type { ReturnInput } from "../../../src/pipeline/metrics/Metric.ts"

const of = (returns: ReadonlyArray<number>): unknown =>
  conditionalValueAtRisk.compute({ returns: Float64Array.from(returns) } as ReturnInput)

describe("the conditional value at risk", () => {
  it("is the mean of the days up to the value at risk", () => {
    // 21 returns: the 5 % quantile is the second smallest
    expect(of([-0.2, -0.1, ...Array.from({ length: 19 }, (_, i) => i / 100)])).toBeCloseTo(-0.15, 15)
  })

  it("does not turn on dust: equal losses count together, whatever their last bit", () => {
    const rest = Array.from({ length: 19 }, (_, i) => i / 100)
    const exact = of([-0.2, -0.1, -0.1, ...rest.slice(1)])
    expect(of([-0.2, -0.1, -0.1 + 2e-17, ...rest.slice(1)])).toBeCloseTo(exact as number, 14)
    expect(of([-0.2, -0.1, -0.1 + 5e-16, ...rest.slice(1)])).toBeCloseTo(exact as number, 14)
  })
})
