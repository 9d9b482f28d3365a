import type { DemoMarket, DemoOptions } from "./DemoMarket.ts"

/** The demo market of a seed. Pure: the same options give the same bits on every machine. */
export function generateDemoMarket(options: DemoOptions): DemoMarket {
  throw new Error(`The demo market of seed ${options.seed} is being written.`)
}
