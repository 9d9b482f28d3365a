import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Folds from "../../domain/Folds.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { rates } from "./config.ts"
import { figureOf, figuresOfFold, ofFold, overFolds, reasonsField } from "./foldSheet.ts"
import { sharePositiveOf, stabilityOf, worstOf } from "./foldStatistics.ts"
import * as MetricInput from "./MetricInput.ts"

const byFold = Schema.Struct({
  folds: Schema.Array(
    Schema.Struct({
      ...Folds.trainingFields,
      test_from: Schema.String.annotate({ description: "first session of the test window that counts" }),
      test_to: Schema.String.annotate({ description: "last session of it that counts" }),
      sessions: Schema.Int.annotate({ description: "sessions of the test window that count" }),
      partial: Schema.Boolean.annotate({
        description: "sessions of the window do not count, or are not there",
      }),
      net: ofFold,
      gross: ofFold,
    }),
  ),
  net: overFolds,
  gross: overFolds,
  reasons: reasonsField("net.2020.sharpe, gross.stability_ratio"),
})

export type ByFold = typeof byFold.Type

export const byFoldType = Document.of("metrics-by-fold", byFold)

/**
 * The study in each test window of its folds, and how steady it is over them. A window's equity starts at 1 on the session before
 * it. Windows without a session that counts are left out; those of which some do not count are marked.
 */
export const MetricsByFold = Node.define({
  name: "metrics/by-fold",
  title: "return, Sharpe ratio, volatility and drawdown of each test window, net and gross",
  config: rates,
  inputs: { net: Series.type, window: Window.type, folds: Folds.type },
  output: byFoldType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window, folds }, { risk_free, mar, periods_per_year }): ByFold => {
    const counted = Window.countedRows(window, net)
    const perYear = { riskFree: risk_free, mar, periodsPerYear: periods_per_year }
    const reasons: Record<string, string> = {}
    const tested = folds.folds.flatMap((fold) => {
      const rows = within(net.calendar, fold, counted)
      return rows.from < rows.to ? [{ fold, rows }] : []
    })
    const figures = (column: "net" | "gross") =>
      tested.map(({ fold, rows }) =>
        figuresOfFold(reasons, `${column}.${fold.name}`, MetricInput.ofColumn(net, column, rows, perYear)),
      )
    const [netFigures, grossFigures] = [figures("net"), figures("gross")]
    return {
      folds: tested.map(({ fold, rows }, i) => ({
        name: fold.name,
        train_from: fold.train_from,
        train_to: fold.train_to,
        train_sessions: fold.train_sessions,
        test_from: Calendar.isoAt(net.calendar, rows.from),
        test_to: Calendar.isoAt(net.calendar, rows.to - 1),
        sessions: rows.to - rows.from,
        partial: fold.partial || rows.to - rows.from < fold.test_sessions,
        net: netFigures[i]!,
        gross: grossFigures[i]!,
      })),
      net: over(reasons, "net", netFigures),
      gross: over(reasons, "gross", grossFigures),
      reasons,
    }
  },
})

/** Rows of a test window that count. */
function within(calendar: Calendar.Calendar, fold: Folds.Fold, counted: Window.Rows): Window.Rows {
  const from = Calendar.rowOnOrAfter(calendar, parseIsoDate(fold.test_from) ?? 0)
  const to = Calendar.rowOnOrAfter(calendar, (parseIsoDate(fold.test_to) ?? -1) + 1)
  return { from: Math.max(from, counted.from), to: Math.min(to, counted.to) }
}

function over(
  reasons: Record<string, string>,
  path: string,
  figures: ReadonlyArray<typeof ofFold.Type>,
): typeof overFolds.Type {
  const ratios = Float64Array.from(figures.flatMap(({ sharpe }) => (sharpe === null ? [] : [sharpe])))
  return {
    stability_ratio: figureOf(reasons, `${path}.stability_ratio`, stabilityOf(ratios, "fold")),
    pct_folds_positive: figureOf(reasons, `${path}.pct_folds_positive`, sharePositiveOf(ratios, "fold")),
    worst_fold_sharpe: figureOf(reasons, `${path}.worst_fold_sharpe`, worstOf(ratios, "fold")),
  }
}
