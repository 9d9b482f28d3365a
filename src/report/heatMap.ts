/** The Sharpe ratios of a sweep over two or more paths as maps: one path down, one across, a map for each choice of the others. */
import type { Axis, GridCell, SweepGrid } from "./sweepGrid.ts"

export interface HeatMap {
  readonly metric: "sharpe"
  readonly rows: Pick<Axis, "path" | "values">
  readonly columns: Pick<Axis, "path" | "values">
  readonly maps: ReadonlyArray<{
    /** values of the other paths; empty when there are none */
    readonly at: GridCell["values"]
    /** by row, then column; null where there is no ratio */
    readonly values: ReadonlyArray<ReadonlyArray<number | null>>
  }>
}

/** Down and across are the first two paths over numbers, or else the first two. */
export function heatMapOf({ axes, cells }: SweepGrid): HeatMap | undefined {
  if (axes.length < 2) return undefined
  const byOrder = [...axes.keys()].toSorted((a, b) => Number(axes[b]!.isOrdered) - Number(axes[a]!.isOrdered))
  const [down, across] = byOrder as [number, number]
  const [rows, columns] = [axes[down]!, axes[across]!]
  const others = axes.filter((_, i) => i !== down && i !== across).map(({ path }) => path)
  const groups = Map.groupBy(cells, ({ values }) => JSON.stringify(others.map((path) => values[path])))
  return {
    metric: "sharpe",
    rows: { path: rows.path, values: rows.values },
    columns: { path: columns.path, values: columns.values },
    maps: [...groups.values()].map((group) => {
      const sharpes = new Map(group.map(({ at, sharpe }) => [`${at[down]},${at[across]}`, sharpe]))
      return {
        at: Object.fromEntries(others.map((path) => [path, group[0]!.values[path]])),
        values: rows.values.map((_, row) =>
          columns.values.map((_value, column) => sharpes.get(`${row},${column}`) ?? null),
        ),
      }
    }),
  }
}
