import type { DemoSwitches } from "../../../../src/pipeline/data/demo/DemoMarket.ts"
import { generateDemoMarket } from "../../../../src/pipeline/data/demo/generateDemoMarket.ts"
import { ensembleSeeds } from "./statistics/bounds.ts"
import { type Measures, measureMarket } from "./statistics/measureMarket.ts"

/** Statistics of the market of each seed of the ensemble. */
export const ensembleMeasures = (switches: Partial<DemoSwitches>): ReadonlyArray<Measures> =>
  ensembleSeeds.map((seed) => measureMarket(generateDemoMarket({ seed, switches })))

export const meanOf = (ensemble: ReadonlyArray<Measures>, statistic: string): number =>
  ensemble.reduce((sum, measures) => sum + measures[statistic]!, 0) / ensemble.length
