import { Blend } from "./blend.ts"
import { CrossoverGrid } from "./crossoverGrid.ts"
import { Eligible } from "./eligible.ts"
import { EligibleCount } from "./eligibleCount.ts"
import { ExposureMapping } from "./exposure.ts"
import { Fills } from "./fills/fills.ts"
import { Orders } from "./fills/orders.ts"
import { Lag } from "./lag.ts"
import { UnusedWeight } from "./unusedWeight.ts"

export type { FillNotes, Orders as OrderRecord } from "./fills/OrderRecord.ts"
export { Blend, CrossoverGrid, Eligible, EligibleCount, ExposureMapping, Fills, Lag, Orders, UnusedWeight }

export const catalogue = [
  Eligible,
  EligibleCount,
  Lag,
  ExposureMapping,
  Blend,
  UnusedWeight,
  Fills,
  Orders,
  CrossoverGrid,
] as const
