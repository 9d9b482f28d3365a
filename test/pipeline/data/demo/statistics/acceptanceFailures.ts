import type { DemoMarket } from "../../../../../src/pipeline/data/demo/DemoMarket.ts"
import { bounds } from "./bounds.ts"
import { consistencyProblems } from "./consistencyProblems.ts"
import { type Measures, measureMarket } from "./measureMarket.ts"

/** Why a market is not fit to be shipped: the bounds (S) that it breaks and what is wrong with its data (C). */
export function acceptanceFailures(
  market: DemoMarket,
  measures: Measures = measureMarket(market),
): ReadonlyArray<string> {
  const outside = bounds
    .filter(([statistic, low, high]) => !(measures[statistic]! >= low && measures[statistic]! <= high))
    .map(([statistic]) => statistic)
  return [...outside, ...consistencyProblems(market)]
}
