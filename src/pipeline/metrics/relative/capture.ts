import { compound } from "../../../kernel/compound.ts"
import { power } from "../../../kernel/power.ts"
import { type Outcome, undefinedBecause } from "../Metric.ts"
import type { RelativeInput, RelativeMetric } from "./RelativeMetric.ts"

const source = "Morningstar, Upside/downside capture ratio: methodology (2007), on sessions instead of months"

export const upCapture: RelativeMetric = {
  name: "up_capture",
  title: "capture of rising sessions",
  unit: "ratio",
  formula: "annual growth of r / annual growth of b, over sessions with b > 0",
  source,
  needs: 1,
  compute: (input) => capture(input, (value) => value > 0, "rises"),
}

export const downCapture: RelativeMetric = {
  name: "down_capture",
  title: "capture of falling sessions",
  unit: "ratio",
  formula: "annual growth of r / annual growth of b, over sessions with b < 0",
  source,
  needs: 1,
  compute: (input) => capture(input, (value) => value < 0, "falls"),
}

function capture(
  { returns, benchmark, periodsPerYear }: RelativeInput,
  counts: (benchmark: number) => boolean,
  what: string,
): Outcome {
  const annual = (values: Float64Array): number => {
    const picked = values.filter((_, t) => counts(benchmark[t]!))
    const total = compound(picked)[picked.length]!
    return power(Math.max(0, total), periodsPerYear / picked.length) - 1
  }
  if (!benchmark.some(counts)) return undefinedBecause(`the benchmark never ${what}`)
  return annual(returns) / annual(benchmark)
}
