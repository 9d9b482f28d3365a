import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Weights from "../../domain/Weights.ts"
import { dot } from "../../kernel/convex/Polytope.ts"
import { leverage } from "../../kernel/leverage.ts"
import { type CovarianceConfig, covarianceFields, estimateCovariance } from "./covariances.ts"
import {
  deviationIn,
  lag,
  still,
  update,
  type WindowConfig,
  windowEnd,
  windowOf,
  windowReach,
} from "./estimationWindow.ts"
import { leverageFields, leverageInOrder, ruleOf } from "./leverageFields.ts"
import { targetRows } from "./targetRows.ts"

const config = Schema.Struct({
  ...leverageFields,
  ...covarianceFields,
  covariance_update: update,
  lag,
}).check(Schema.makeFilter(leverageInOrder))

/**
 * Leverage towards a volatility target, by the volatility that the wanted weights are predicted to have:
 * L = clip(target / σ), σ = √(w'Σw · periods_per_year), Σ the covariance of the assets that the row weighs, over `window`
 * returns up to the decision. A price that does not move adds no risk.
 *
 * L = clip(1) where a weighted asset lacks a return of the window, and where σ < 1e-8.
 *
 * Columns of `leverage`, NaN on rows without weights: leverage (factor) and volatility (fraction per year, NaN where
 * there is no estimate).
 */
export const ExAnteVolatilityTarget = Node.define({
  name: "allocation/ex-ante-volatility-target",
  title: "target weights scaled to a predicted volatility (fraction of net asset value), and the leverage",
  config,
  inputs: { weights: Weights.targetType, returns: Panel.type },
  outputs: { weights: Weights.targetType, leverage: Series.type },
  reach: ({ window, lag, covariance_update }) => ({
    weights: Reach.point,
    returns: windowReach({ window, lag, update: covariance_update }),
  }),
  scope: "all",
  decides: true,
  run: ({ weights, returns }, config) => {
    const rows = Panel.rows(weights)
    const levers = new Float64Array(rows).fill(NaN)
    const volatility = new Float64Array(rows).fill(NaN)
    const levered = targetRows(weights, (row, t) => {
      const variance = predictedVariance(row, returns, t, { ...config, update: config.covariance_update })
      volatility[t] = Math.sqrt(variance * config.periods_per_year)
      levers[t] = leverage(volatility[t], ruleOf(config))
      return row.map((weight) => weight * levers[t]! + 0)
    })
    return { weights: levered, leverage: Series.make(weights.calendar, { leverage: levers, volatility }) }
  },
})

/** w'Σw per session of a row of weights decided at row t; NaN where one of its assets lacks a return. */
function predictedVariance(
  row: Float64Array,
  returns: Panel.Panel,
  t: number,
  config: CovarianceConfig & WindowConfig,
): number {
  const held = Array.from(row, (_, i) => i).filter((i) => Math.abs(row[i]!) > 0)
  const end = windowEnd(returns.calendar.sessions, t, config)
  const first = end - config.window
  if (!(first >= 0)) return NaN
  const deviations = held.map((i) => deviationIn(returns, i, first, end))
  if (deviations.some(Number.isNaN)) return NaN
  const moving = held.filter((_, k) => deviations[k]! >= still)
  const form = estimateCovariance(windowOf(returns, moving, first, end), moving.length, config)
  const weights = Float64Array.from(moving, (i) => row[i]!)
  return Math.max(0, dot(weights, form.multiply(weights)))
}
