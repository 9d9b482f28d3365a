/** A figure of a study against a benchmark on the same sessions: one file each, one line in `relativeCatalogue.ts`. */
import type { Outcome, Unit } from "../Metric.ts"

export interface RelativeInput {
  /** epoch days, shape (n) */
  readonly sessions: Int32Array
  /** net returns of the study and of the benchmark, decimal, shape (n) each */
  readonly returns: Float64Array
  readonly benchmark: Float64Array
  /** per session */
  readonly riskFree: number
  readonly periodsPerYear: number
}

export interface RelativeMetric {
  readonly name: string
  readonly title: string
  readonly unit: Unit
  readonly formula: string
  readonly source: string
  /** sessions without which it is undefined */
  readonly needs: number
  readonly compute: (input: RelativeInput) => Outcome
}
