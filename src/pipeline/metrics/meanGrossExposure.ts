import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** Of held weights; 1 is fully invested without borrowing. */
export const meanGrossExposure: BookMetric = {
  name: "mean_gross_exposure",
  title: "mean gross exposure",
  unit: "multiple of capital",
  of: "book",
  formula: "mean of Σ|h| at the close",
  source: "definition",
  compute: ({ grossExposure }) => mean(grossExposure),
}
