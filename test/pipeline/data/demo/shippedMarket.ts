import type { DemoMarket } from "../../../../src/pipeline/data/demo/DemoMarket.ts"
import { generateDemoMarket } from "../../../../src/pipeline/data/demo/generateDemoMarket.ts"
import { shippedSeed } from "../../../../src/pipeline/data/demo/shippedSeed.ts"

const started = performance.now()

/** The market of `snapshots/demo`, made once for all tests. */
export const shippedMarket: DemoMarket = generateDemoMarket({ seed: shippedSeed })

export const secondsToMake = (performance.now() - started) / 1000
