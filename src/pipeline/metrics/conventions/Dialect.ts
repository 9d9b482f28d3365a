/**
 * Figures as another tool defines them, for comparing numbers with a colleague who uses it. Only those that differ from
 * Sage's own, or that Sage does not have; each under the tool's own name.
 */
import type { Outcome } from "../Metric.ts"

export interface DialectInput {
  /** epoch days, shape (n); net returns, decimal */
  readonly sessions: Int32Array
  readonly returns: Float64Array
  /** epoch day of the row of equity 1; undefined when the data has none */
  readonly base: number | undefined
  /** shape (n); undefined where no benchmark has a return on all of the sessions */
  readonly benchmark: Float64Array | undefined
  /** per year */
  readonly riskFree: number
  readonly periodsPerYear: number
}

export interface DialectFigure {
  /** as the tool calls it */
  readonly name: string
  readonly formula: string
  readonly compute: (input: DialectInput) => Outcome
}

export interface Dialect {
  /** tool and version whose definitions these are */
  readonly tool: string
  readonly figures: ReadonlyArray<DialectFigure>
}
