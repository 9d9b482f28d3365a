import { Chosen } from "./chosen.ts"
import { CrossSectionalMomentum } from "./crossSectionalMomentum.ts"
import { MeanReversion } from "./meanReversion.ts"
import { Passthrough } from "./passthrough.ts"
import { Threshold } from "./threshold.ts"
import { TimeSeriesMomentum } from "./timeSeriesMomentum.ts"
import { Trend } from "./trend.ts"

export { Chosen, CrossSectionalMomentum, MeanReversion, Passthrough, Threshold, TimeSeriesMomentum, Trend }

export const catalogue = [
  Trend,
  MeanReversion,
  CrossSectionalMomentum,
  TimeSeriesMomentum,
  Threshold,
  Passthrough,
  Chosen,
] as const
