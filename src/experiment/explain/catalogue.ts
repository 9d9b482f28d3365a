/** Explainers by the definition that they explain: one line each. A node without one is explained by its own code. */
import type { Explainer } from "./Explainer.ts"
import { equalWeight, groupWeights, inverseVol } from "./nodes/baseWeights.ts"
import { blend, metaWeights } from "./nodes/blend.ts"
import { caps } from "./nodes/caps.ts"
import { combine } from "./nodes/combine.ts"
import { costs, netReturns } from "./nodes/costs.ts"
import { eligible } from "./nodes/eligible.ts"
import { estimate } from "./nodes/estimates.ts"
import { exposure } from "./nodes/exposure.ts"
import { fills } from "./nodes/fills/fills.ts"
import * as Intents from "./nodes/intents.ts"
import { optimisers } from "./nodes/optimisers.ts"
import { livePrices, snapshotPrices } from "./nodes/prices.ts"
import { fillReturns, returns, totalReturnIndex } from "./nodes/returns.ts"
import * as Reversion from "./nodes/reversionFeatures.ts"
import * as Trend from "./nodes/trendFeatures.ts"
import { volatilityTarget } from "./nodes/volatilityTarget.ts"

const all: ReadonlyArray<Explainer> = [
  snapshotPrices,
  livePrices,
  returns,
  totalReturnIndex,
  fillReturns,
  ...Object.values(Trend),
  ...Object.values(Reversion),
  ...Object.values(Intents),
  eligible,
  exposure,
  blend,
  metaWeights,
  estimate,
  equalWeight,
  inverseVol,
  groupWeights,
  ...optimisers,
  combine,
  caps,
  volatilityTarget,
  fills,
  costs,
  netReturns,
]

export const explainers: ReadonlyMap<string, Explainer> = new Map(all.map((one) => [one.name, one]))
