import { Passthrough } from "./passthrough.ts"
import { Trend } from "./trend.ts"

export { Passthrough, Trend }

export const catalogue = [Trend, Passthrough] as const
