/** Every strategy that a study can name in `strategies.*.type`: one file and one line here each. */
import { Strategy } from "sage"
import { crossSectionalMomentum } from "./crossSectionalMomentum.ts"
import { meanReversion } from "./meanReversion.ts"
import { passthrough } from "./passthrough.ts"
import { timeSeriesMomentum } from "./timeSeriesMomentum.ts"
import { trend } from "./trend.ts"

export const strategies = Strategy.catalogue([
  trend,
  meanReversion,
  crossSectionalMomentum,
  timeSeriesMomentum,
  passthrough,
])
