/**
 * One figure about a study: its one definition, with the formula and the source that are shown beside it.
 *
 * A new metric is one file that exports a `Metric`, one line in `metricCatalogue.ts`, one test.
 */

/** Why a metric has no value: never 0, Infinity or NaN in its place. */
export interface Undefined {
  readonly undefined: string
}

export type Outcome = number | Undefined

export const undefinedBecause = (reason: string): Undefined => ({ undefined: reason })

export type Unit =
  | "fraction" // decimal: 0.01 is 1 %
  | "fraction a year"
  | "ratio"
  | "sessions"
  | "share" // of sessions or years, 0 … 1
  | "multiple of capital"
  | "bps of capital"
  | "date" // the value is an epoch day

interface Common<Input> {
  /** as in metrics.json */
  readonly name: string
  readonly title: string
  readonly unit: Unit
  readonly formula: string
  readonly source: string
  /** sessions without which it is undefined; 1 when absent */
  readonly needs?: number
  /** `input` holds at least `needs` sessions: ask through `evaluate` */
  readonly compute: (input: Input) => Outcome
}

/** A figure of one series of returns: asked once of gross and once of net returns. */
export interface ReturnMetric extends Common<ReturnInput> {
  readonly of: "returns"
}

/** A figure of the book behind the returns: turnover, exposure, costs. */
export interface BookMetric extends Common<BookInput> {
  readonly of: "book"
}

export type Metric = ReturnMetric | BookMetric

/** The n returns that count, with what every ratio needs beside them. Rates are per session. */
export interface ReturnInput {
  /** epoch days, shape (n) */
  readonly sessions: Int32Array
  /** epoch day at whose close equity is 1; undefined when the data has no session before the first */
  readonly base: number | undefined
  /** shape (n), decimal */
  readonly returns: Float64Array
  /** shape (n + 1): 1, then the growth of one unit after each session */
  readonly equity: Float64Array
  readonly riskFree: number
  readonly mar: number
  readonly periodsPerYear: number
}

/** The book over the same n sessions; each column has shape (n). */
export interface BookInput {
  readonly sessions: Int32Array
  readonly periodsPerYear: number
  /** Σ|change of target weights| */
  readonly targetTurnover: Float64Array
  /** Σ|target − drifted weights| */
  readonly tradedTurnover: Float64Array
  /** Σ|w| and Σw at the close */
  readonly grossExposure: Float64Array
  readonly netExposure: Float64Array
  /** in force at the close */
  readonly leverage: Float64Array
  /** fractions of capital at the session's start */
  readonly cost: Float64Array
  readonly spread: Float64Array
  readonly slippage: Float64Array
  readonly impact: Float64Array
}

/** The metric's value, or why there is none; a value that is no finite number counts as none. */
export function evaluate<Input extends { readonly sessions: Int32Array }>(
  metric: Pick<Common<Input>, "needs" | "compute">,
  input: Input,
): Outcome {
  const needs = metric.needs ?? 1
  const count = input.sessions.length
  if (count < needs)
    return undefinedBecause(`needs ${needs === 1 ? "a session" : `${needs} sessions`}, has ${count}`)
  const outcome = metric.compute(input)
  if (typeof outcome !== "number") return outcome
  return Number.isFinite(outcome) ? outcome + 0 : undefinedBecause("the value is not a finite number")
}
