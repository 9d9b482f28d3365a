import * as Schema from "effect/Schema"
import * as Blob from "../../dag/Blob.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { encodeParquet, type TableColumn } from "../../kernel/parquet/encodeParquet.ts"

/**
 * Series side by side as a Parquet file: `date` and one column each, null where a value is not known. Several sources
 * give columns `source_column`; one source keeps its names. With `pick`, each source gives that column alone, under its own
 * name. With `columns`, only those, in that order.
 */
export const SeriesParquet = Node.define({
  name: "artifacts/series-parquet",
  title: "Parquet file of dates and named columns",
  config: Schema.Struct({
    pick: Schema.optionalKey(
      Schema.String.annotate({
        description: "the column of each source that is wanted, named by its source",
      }),
    ),
    columns: Schema.optionalKey(
      Schema.Array(Schema.String).annotate({ description: "columns to keep, in order" }),
    ),
  }),
  inputs: { series: Node.many(Series.type) },
  output: Blob.type,
  reach: () => Reach.whole("a file holds every row"),
  scope: "all",
  run: ({ series }, { pick, columns }) => encodeParquet(tableOf(series, pick, columns)),
})

function tableOf(
  sources: Readonly<Record<string, Series.Series>>,
  pick: string | undefined,
  wanted: ReadonlyArray<string> | undefined,
): ReadonlyArray<TableColumn> {
  const all = Object.entries(sources)
  const nameOf = (source: string, column: string): string =>
    pick !== undefined ? source : all.length === 1 ? column : `${source}_${column}`
  const columns = all.flatMap(([source, series]) =>
    series.assets.flatMap(
      (column, i): ReadonlyArray<TableColumn> =>
        pick !== undefined && pick !== column
          ? []
          : [{ name: nameOf(source, column), type: "double", values: Panel.column(series, i) }],
    ),
  )
  const kept =
    wanted === undefined
      ? columns
      : wanted.flatMap((name) => columns.filter((column) => column.name === name))
  const dates = all[0]?.[1].calendar.sessions ?? new Int32Array(0)
  return [{ name: "date", type: "date", values: dates }, ...kept]
}
