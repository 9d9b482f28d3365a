import { Blend } from "./blend.ts"
import { Eligible } from "./eligible.ts"
import { EligibleCount } from "./eligibleCount.ts"
import { ExposureMapping } from "./exposure.ts"
import { Fills } from "./fills/fills.ts"
import { Orders } from "./fills/orders.ts"

export type { FillNotes, Orders as OrderRecord } from "./fills/OrderRecord.ts"
export { Blend, Eligible, EligibleCount, ExposureMapping, Fills, Orders }

export const catalogue = [Eligible, EligibleCount, ExposureMapping, Blend, Fills, Orders] as const
