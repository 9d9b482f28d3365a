import { CapBindings, Caps } from "./caps.ts"
import { Combine } from "./combine.ts"
import { ConstraintDiagnostics } from "./constraintDiagnostics.ts"
import { EmptyLegsRecord } from "./emptyLegs.ts"
import { EqualWeight } from "./equalWeight.ts"
import { GroupWeights } from "./groupWeights.ts"
import { ExAnteVolatilityTarget } from "./exAnteVolatilityTarget.ts"
import { Hrp } from "./hrp.ts"
import { MaxDiversification } from "./maxDiversification.ts"
import { MaxSharpe } from "./maxSharpe.ts"
import { MeanVariance } from "./meanVariance.ts"
import { MinCvar } from "./minCvar.ts"
import { MinVariance } from "./minVariance.ts"
import { RiskParity } from "./riskParity.ts"
import { InverseVol } from "./inverseVol.ts"
import { MetaWeights } from "./metaWeights.ts"
import { Schedule } from "./schedule.ts"
import { StillPricesRecord } from "./stillPrices.ts"
import { Volatility } from "./volatility.ts"
import { VolatilityTarget } from "./volatilityTarget.ts"

export type { Bindings } from "./Bindings.ts"
export { boundsProblem, type WeightConstraints } from "./constraints.ts"
export type { Diagnostics } from "./Diagnostics.ts"
export type { EmptyLegs } from "./emptyLegs.ts"
export type { StillPrices } from "./stillPrices.ts"
export { MissingBook, MissingFilledWeights, MissingIntents, TooFewAssets, UnmappedAssets } from "./errors.ts"
export {
  CapBindings,
  Caps,
  Combine,
  ConstraintDiagnostics,
  EmptyLegsRecord,
  EqualWeight,
  GroupWeights,
  ExAnteVolatilityTarget,
  Hrp,
  InverseVol,
  MaxDiversification,
  MaxSharpe,
  MeanVariance,
  MinCvar,
  MinVariance,
  RiskParity,
  MetaWeights,
  Schedule,
  StillPricesRecord,
  Volatility,
  VolatilityTarget,
}

export const catalogue = [
  Schedule,
  Volatility,
  StillPricesRecord,
  EqualWeight,
  GroupWeights,
  InverseVol,
  MinVariance,
  MeanVariance,
  MaxSharpe,
  RiskParity,
  Hrp,
  MaxDiversification,
  MinCvar,
  ConstraintDiagnostics,
  MetaWeights,
  Combine,
  EmptyLegsRecord,
  Caps,
  CapBindings,
  VolatilityTarget,
  ExAnteVolatilityTarget,
] as const
