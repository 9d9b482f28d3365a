import { meanOfKnown } from "../../kernel/meanOfKnown.ts"
import type { BookMetric } from "./Metric.ts"

/** Of held weights: long less short. */
export const meanNetExposure: BookMetric = {
  name: "mean_net_exposure",
  title: "mean net exposure",
  unit: "multiple of capital",
  of: "book",
  formula: "mean of Σh at the close; the session of ruin has none",
  source: "definition",
  compute: ({ netExposure }) => meanOfKnown(netExposure),
}
