/** What an allocator that optimises knows at one decision. */
import type * as Panel from "../../domain/Panel.ts"
import type { QuadraticForm } from "../../kernel/convex/QuadraticForm.ts"
import { type CovarianceConfig, estimateCovariance } from "./covariances.ts"
import { still, type WindowConfig, windowEnd } from "./estimationWindow.ts"

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
  const width = returns.assets.length
  const end = windowEnd(returns.calendar.sessions, t, config)
  const first = end - config.window
  const known =
    Number.isNaN(end) || first < 0 ? [] : membersOf(member, (i) => movesIn(returns, i, first, end))
  const sign = known.map((i) => (exposure[i]! < 0 ? -1 : 1))
  const window = new Float64Array(config.window * known.length)
  for (let row = first, at = 0; row < end; row++)
    known.forEach((i, k) => (window[at++] = sign[k]! * returns.values[row * width + i]!))
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

/** Whether every return of rows [first, end) is known, and they are not all the same. */
function movesIn({ values, assets }: Panel.Panel, i: number, first: number, end: number): boolean {
  const width = assets.length
  const origin = values[first * width + i]!
  let sum = 0
  let squares = 0
  for (let row = first; row < end; row++) {
    const gap = values[row * width + i]! - origin
    sum += gap
    squares += gap * gap
  }
  const count = end - first
  return Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1)) >= still
}
