/** What an allocator that optimises knows at one decision. */
import type * as Panel from "../../domain/Panel.ts"
import type { QuadraticForm } from "../../kernel/convex/QuadraticForm.ts"
import { type CovarianceConfig, estimateCovariance } from "./covariances.ts"
import { deviationIn, still, type WindowConfig, windowEnd, windowOf } from "./estimationWindow.ts"

/** Of the assets that take part, each in the direction of its exposure: a short position's returns change their sign. */
export interface Estimates {
  readonly assets: ReadonlyArray<string>
  /** shape (T × n), row-major, simple returns per session */
  readonly returns: Float64Array
  /** n × n, per session: DΣD, D = diag(sign of exposure), where no exposure counts as long */
  readonly covariance: QuadraticForm
  /** shape (n) */
  readonly exposure: Float64Array
}

export interface EstimateConfig extends WindowConfig, CovarianceConfig {}

export interface Members {
  /** columns of the panels */
  readonly columns: ReadonlyArray<number>
  readonly estimates: Estimates
}

/**
 * The estimates of a decision, over the members that have every return of the window and a price that moves.
 *
 * @param member shape (assets), 1 = takes part
 * @param exposure shape (assets)
 */
export function estimatesAt(
  returns: Panel.Panel,
  t: number,
  member: Float64Array,
  exposure: Float64Array,
  config: EstimateConfig,
): Members {
  const end = windowEnd(returns.calendar.sessions, t, config)
  const first = end - config.window
  const known =
    Number.isNaN(end) || first < 0
      ? []
      : membersOf(member, (i) => deviationIn(returns, i, first, end) >= still)
  const sign = known.map((i) => (exposure[i]! < 0 ? -1 : 1))
  const window = windowOf(returns, known, first, end)
  for (let at = 0; at < window.length; ) for (const each of sign) window[at++]! *= each
  return {
    columns: known,
    estimates: {
      assets: known.map((i) => returns.assets[i]!),
      returns: window,
      covariance: estimateCovariance(window, known.length, config),
      exposure: Float64Array.from(known, (i) => (Number.isNaN(exposure[i]!) ? 0 : exposure[i]!)),
    },
  }
}

function membersOf(member: Float64Array, usable: (i: number) => boolean): ReadonlyArray<number> {
  const out: Array<number> = []
  for (let i = 0; i < member.length; i++) if (member[i] === 1 && usable(i)) out.push(i)
  return out
}
