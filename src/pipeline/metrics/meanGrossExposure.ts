import { meanOfKnown } from "../../kernel/meanOfKnown.ts"
import type { BookMetric } from "./Metric.ts"

/** Of held weights; 1 is fully invested without borrowing. */
export const meanGrossExposure: BookMetric = {
  name: "mean_gross_exposure",
  title: "mean gross exposure",
  unit: "multiple of capital",
  of: "book",
  formula: "mean of Σ|h| at the close; the session of ruin has none",
  source: "definition",
  compute: ({ grossExposure }) => meanOfKnown(grossExposure),
}
