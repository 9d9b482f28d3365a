/** Systems held against each other over the sessions that all of them count. */
import type { ReturnInput } from "../../pipeline/metrics/Metric.ts"

/** A system as its run left it. */
export interface SystemReturns {
  readonly name: string
  readonly runId: string
  readonly experiment: string
  /** what its run changed of the experiment's config, by path */
  readonly overrides: Readonly<Record<string, unknown>>
  /** first and last session that its own figures count; null where none does */
  readonly first: string | null
  readonly last: string | null
  readonly periodsPerYear: number
  /** per year, decimal */
  readonly riskFree: number
  readonly mar: number
  /** shape (n) each: epoch days, ascending; simple returns a session, NaN = none */
  readonly days: Int32Array
  readonly net: Float64Array
  readonly gross: Float64Array
}

type Figures = Readonly<Record<string, number | null>>

/** One system over the common sessions. */
export interface ComparedSystem {
  readonly name: string
  readonly run_id: string
  readonly experiment: string
  readonly overrides: Readonly<Record<string, unknown>>
  /** sessions that its own run counts */
  readonly own_first: string | null
  readonly own_last: string | null
  /** returns counted: fewer than the common sessions after ruin */
  readonly n: number
  /** per year, decimal */
  readonly risk_free: number
  /** metrics of returns by name; null where undefined */
  readonly net: Figures
  readonly gross: Figures
  readonly dates: Readonly<Record<string, string | null>>
  /** gross less net, summed a year over the common sessions */
  readonly cost_bps_per_year: number | null
  /** why a figure is null, by group and name: net.sharpe */
  readonly reasons: Readonly<Record<string, string>>
  readonly years: ReadonlyArray<ComparedYear>
}

export interface ComparedYear {
  readonly year: number
  readonly sessions: number
  readonly total_return: number | null
  readonly sharpe: number | null
  readonly volatility: number | null
  readonly max_drawdown: number | null
}

/** Two systems, the first less the second. */
export interface ComparedPair {
  readonly first: string
  readonly second: string
  /** sessions on which both have a return */
  readonly n: number
  readonly correlation: number | null
  /** of the Sharpe ratios a year, net */
  readonly sharpe_difference: number | null
  readonly standard_error: number | null
  /** two-sided, of no difference (Ledoit, Wolf 2008) */
  readonly p_value: number | null
  /** the same, adjusted for all pairs of the comparison (Holm 1979) */
  readonly p_value_holm: number | null
  readonly reason: string | null
}

export interface ComparisonDocument {
  readonly first: string
  readonly last: string
  readonly sessions: number
  readonly periods_per_year: number
  readonly systems: ReadonlyArray<ComparedSystem>
  readonly pairs: ReadonlyArray<ComparedPair>
  readonly notes: ReadonlyArray<string>
}

/** The document with the series behind it, for charts. */
export interface Compared {
  readonly document: ComparisonDocument
  /** by system, in order: its counted returns with equity from 1 on */
  readonly inputs: ReadonlyArray<ReturnInput>
}
