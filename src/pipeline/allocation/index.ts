import { CapBindings, Caps } from "./caps.ts"
import { Combine } from "./combine.ts"
import { EmptyLegsRecord } from "./emptyLegs.ts"
import { EqualWeight } from "./equalWeight.ts"
import { InverseVol } from "./inverseVol.ts"
import { Schedule } from "./schedule.ts"
import { Volatility } from "./volatility.ts"
import { VolatilityTarget } from "./volatilityTarget.ts"

export type { Bindings } from "./Bindings.ts"
export type { EmptyLegs } from "./emptyLegs.ts"
export { MissingFilledWeights, MissingIntents, TooFewAssets, UnmappedAssets } from "./errors.ts"
export {
  CapBindings,
  Caps,
  Combine,
  EmptyLegsRecord,
  EqualWeight,
  InverseVol,
  Schedule,
  Volatility,
  VolatilityTarget,
}

export const catalogue = [
  Schedule,
  Volatility,
  EqualWeight,
  InverseVol,
  Combine,
  EmptyLegsRecord,
  Caps,
  CapBindings,
  VolatilityTarget,
] as const
