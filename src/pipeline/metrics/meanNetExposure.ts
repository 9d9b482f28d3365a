import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** Of held weights: long less short. */
export const meanNetExposure: BookMetric = {
  name: "mean_net_exposure",
  title: "mean net exposure",
  unit: "multiple of capital",
  of: "book",
  formula: "mean of Σh at the close",
  source: "definition",
  compute: ({ netExposure }) => mean(netExposure),
}
