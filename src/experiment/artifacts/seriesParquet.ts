import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Blob from "../../dag/Blob.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { type ParquetColumn, ParquetEncoder } from "../../pipeline/data/ParquetEncoder.ts"

/**
 * Series side by side as a Parquet file: `date` and one column a series, null where a value is not known.
 * With `columns`, only those, in that order.
 */
export const SeriesParquet = Node.define({
  name: "artifacts/series-parquet",
  title: "Parquet file of dates and named columns",
  config: Schema.Struct({
    columns: Schema.optionalKey(Schema.Array(Schema.String).annotate({ description: "columns to keep, in order" })),
  }),
  inputs: { series: Node.many(Series.type) },
  output: Blob.type,
  reach: () => Reach.whole("a file holds every row"),
  scope: "all",
  run: ({ series }, { columns }) =>
    Effect.flatMap(ParquetEncoder, (encoder) => encoder.encode({ columns: tableOf(Object.values(series), columns) })),
})

function tableOf(
  series: ReadonlyArray<Series.Series>,
  wanted: ReadonlyArray<string> | undefined,
): ReadonlyArray<ParquetColumn> {
  const all = series.flatMap((one) =>
    one.assets.map((name, i): ParquetColumn => ({ name, type: "double", values: Panel.column(one, i) })),
  )
  const kept = wanted === undefined ? all : wanted.flatMap((name) => all.filter((column) => column.name === name))
  const dates = series[0]?.calendar.sessions ?? new Int32Array(0)
  return [{ name: "date", type: "date", values: dates }, ...kept]
}
