import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import { compound } from "../../kernel/compound.ts"
import { cagr } from "./cagr.ts"
import { maxDrawdown } from "./maxDrawdown.ts"
import { evaluate } from "./Metric.ts"
import { overfittingConfig, sheetOf, sheetType, type System } from "./overfitting.ts"
import { sharpe } from "./sharpe.ts"
import { sharpeSample } from "./sharpeSample.ts"
import { totalReturn } from "./totalReturn.ts"
import { volatility } from "./volatility.ts"

const shown = [totalReturn, cagr, volatility, sharpe, maxDrawdown]

const cells = Schema.Array(
  Schema.Struct({
    name: Schema.String,
    first: Schema.NullOr(Schema.String).annotate({ description: "first session that counts" }),
    n: Schema.Int.annotate({ description: "returns counted" }),
    figures: Schema.Record(Schema.String, Schema.NullOr(Schema.Finite)).annotate({
      description: "metrics of net returns by name, as in metrics.json; null where undefined",
    }),
    reasons: Schema.Record(Schema.String, Schema.String).annotate({ description: "why a figure is null" }),
  }),
)

export type GridCells = typeof cells.Type

/** Figures of every column of net returns, over its own sessions, and what choosing the best of them is worth, on those of all. */
export const MetricsGrid = Node.define({
  name: "metrics/grid",
  title: "figures of many systems, and the probability that choosing the best of them overfits, net",
  config: overfittingConfig,
  inputs: { grid: Series.type },
  outputs: { cells: Document.of("metrics-grid-cells", cells), overfitting: sheetType },
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ grid }, { blocks, risk_free, periods_per_year }) => {
    const columns = grid.assets.map((name, i) => columnOf(grid, name, i))
    const perYear = { riskFree: risk_free / periods_per_year, periodsPerYear: periods_per_year }
    const filled = columns.filter(({ returns }) => returns.length > 0)
    return {
      cells: columns.map((column) => cellOf(column, grid.calendar, perYear)),
      overfitting: sheetOf(commonOf(filled, perYear.riskFree), columns.length, blocks, periods_per_year),
    }
  },
})

interface Column {
  readonly name: string
  /** row of the first return; the number of rows without any */
  readonly from: number
  /** without gaps, to the first row that has none again */
  readonly returns: Float64Array
}

function columnOf({ values, assets, calendar }: Series.Series, name: string, column: number): Column {
  const [rows, width] = [calendar.sessions.length, assets.length]
  let from = 0
  while (from < rows && Number.isNaN(values[from * width + column]!)) from++
  let to = from
  while (to < rows && !Number.isNaN(values[to * width + column]!)) to++
  const returns = new Float64Array(to - from)
  for (let t = from; t < to; t++) returns[t - from] = values[t * width + column]!
  return { name, from, returns }
}

function cellOf(
  { name, from, returns }: Column,
  calendar: Calendar.Calendar,
  perYear: { readonly riskFree: number; readonly periodsPerYear: number },
): GridCells[number] {
  const input = {
    sessions: calendar.sessions.subarray(from, from + returns.length),
    base: from > 0 ? calendar.sessions[from - 1] : undefined,
    returns,
    equity: compound(returns),
    mar: 0,
    ...perYear,
  }
  const figures: Record<string, number | null> = {}
  const reasons: Record<string, string> = {}
  for (const metric of shown) {
    const outcome = evaluate(metric, input)
    figures[metric.name] = typeof outcome === "number" ? outcome : null
    if (typeof outcome !== "number") reasons[metric.name] = outcome.undefined
  }
  return {
    name,
    first: returns.length === 0 ? null : Calendar.isoAt(calendar, from),
    n: returns.length,
    figures,
    reasons,
  }
}

/** Excess returns on the sessions that all columns have; columns that never move are left out. */
function commonOf(columns: ReadonlyArray<Column>, riskFree: number): ReadonlyArray<System> {
  const from = columns.reduce((latest, column) => Math.max(latest, column.from), 0)
  const to = columns.reduce((least, column) => Math.min(least, column.from + column.returns.length), Infinity)
  return columns
    .map((column) => {
      const common = column.returns.subarray(from - column.from, Math.max(from, to) - column.from)
      // a thousand columns are not copied for nothing
      return { name: column.name, returns: riskFree === 0 ? common : common.map((r) => r - riskFree) }
    })
    .filter(({ returns }) => sharpeSample(returns, 0) !== undefined)
}
