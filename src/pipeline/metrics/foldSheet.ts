/** The figures of one fold, and those over all of them, as documents hold them. */
import * as Schema from "effect/Schema"
import { evaluate, type Outcome, type ReturnInput, type ReturnMetric } from "./Metric.ts"
import { maxDrawdown } from "./maxDrawdown.ts"
import { sharpe } from "./sharpe.ts"
import { totalReturn } from "./totalReturn.ts"
import { volatility } from "./volatility.ts"

const figure = Schema.NullOr(Schema.Finite)

export const ofFold = Schema.Struct({
  total_return: figure,
  sharpe: figure,
  volatility: figure,
  max_drawdown: figure,
})

export const overFolds = Schema.Struct({
  stability_ratio: figure,
  pct_folds_positive: figure,
  worst_fold_sharpe: figure,
})

export const reasonsField = (example: string) =>
  Schema.Record(Schema.String, Schema.String).annotate({ description: `why a figure is null: ${example}` })

/** A value, or null with its reason entered under the path. */
export function figureOf(reasons: Record<string, string>, path: string, outcome: Outcome): number | null {
  if (typeof outcome === "number") return outcome
  reasons[path] = outcome.undefined
  return null
}

/** Figures of the returns of one fold; reasons by path and name. */
export function figuresOfFold(
  reasons: Record<string, string>,
  path: string,
  input: ReturnInput,
): typeof ofFold.Type {
  const ask = (metric: ReturnMetric): number | null =>
    figureOf(reasons, `${path}.${metric.name}`, evaluate(metric, input))
  return {
    total_return: ask(totalReturn),
    sharpe: ask(sharpe),
    volatility: ask(volatility),
    max_drawdown: ask(maxDrawdown),
  }
}
