/** The noise floor: a node for each draw of what holdings earn, and one that ranks the study among them. */
import { Fan, type Node } from "sage"
import { MetricsNoiseDraw, MetricsNoiseFloor, type NoiseFloor } from "sage/metrics"
import type { Config } from "./config.ts"

type DrawInputs = Parameters<typeof MetricsNoiseDraw>[1]

interface Rates {
  readonly risk_free: number
  readonly periods_per_year: number
}

/** undefined where the config does not ask for it. */
export function noiseFloor(
  { metrics }: Config,
  rates: Rates,
  inputs: DrawInputs,
): Node.Source<NoiseFloor> | undefined {
  if (metrics.noise_floor === undefined) return undefined
  const { kinds, draws } = metrics.noise_floor
  const numbers = Array.from({ length: draws }, (_, i) => i + 1)
  const items = kinds.flatMap((kind) => numbers.map((draw) => ({ kind, draw })))
  const { net, window } = inputs
  return Fan.map(
    Fan.keyed(items, ({ kind, draw }) => `${kind}-${draw}`),
    (item) => MetricsNoiseDraw({ ...item, ...rates }, inputs),
    (drawn) => MetricsNoiseFloor(rates, { net, window, draws: drawn }),
  )
}
