/** Labels look ahead on purpose: what a model is taught, never an input of a decision. */
import { LabelDiagnostics } from "./diagnostics.ts"
import { ForwardReturn } from "./forwardReturn.ts"
import { MetaLabel } from "./metaLabel.ts"
import { QuantileClass } from "./quantileClass.ts"
import { SignClass } from "./signClass.ts"
import { TrendScanning } from "./trendScanning.ts"
import { TripleBarrier } from "./tripleBarrier.ts"
import { LabelUniqueness } from "./uniqueness.ts"

export {
  ForwardReturn,
  LabelDiagnostics,
  LabelUniqueness,
  MetaLabel,
  QuantileClass,
  SignClass,
  TrendScanning,
  TripleBarrier,
}
export type { LabelDiagnosticsDocument } from "./diagnostics.ts"

export const catalogue = [
  ForwardReturn,
  SignClass,
  QuantileClass,
  TripleBarrier,
  TrendScanning,
  MetaLabel,
  LabelUniqueness,
  LabelDiagnostics,
] as const
