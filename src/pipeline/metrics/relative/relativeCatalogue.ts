/** Every figure against a benchmark, in the order in which it is shown. */
import { alpha } from "./alpha.ts"
import { beta } from "./beta.ts"
import { downCapture, upCapture } from "./capture.ts"
import { correlation } from "./correlation.ts"
import { informationRatio } from "./informationRatio.ts"
import type { RelativeMetric } from "./RelativeMetric.ts"
import { sharpeDifference, sharpeDifferenceError, sharpeDifferencePValue } from "./sharpeDifference.ts"
import { trackingError } from "./trackingError.ts"

export const relativeCatalogue: ReadonlyArray<RelativeMetric> = [
  alpha,
  beta,
  correlation,
  trackingError,
  informationRatio,
  upCapture,
  downCapture,
  sharpeDifference,
  sharpeDifferenceError,
  sharpeDifferencePValue,
]
