import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Blob from "../../dag/Blob.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { type ParquetColumn, ParquetEncoder } from "../../pipeline/data/ParquetEncoder.ts"

/** Panels in long form as a Parquet file: `date`, `ticker` and one column a panel; rows without any value are left out. */
export const PanelParquet = Node.define({
  name: "artifacts/panel-parquet",
  title: "Parquet file of dates, tickers and one column a panel",
  config: Schema.Struct({}),
  inputs: { panels: Node.many(Panel.type) },
  output: Blob.type,
  reach: () => Reach.whole("a file holds every row"),
  scope: "all",
  run: ({ panels }) =>
    Effect.flatMap(ParquetEncoder, (encoder) => encoder.encode({ columns: longColumns(panels) })),
})

function longColumns(panels: Readonly<Record<string, Panel.Panel>>): ReadonlyArray<ParquetColumn> {
  const all = Object.values(panels)
  const [first] = all
  if (first === undefined) return []
  const width = first.assets.length
  const kept: Array<number> = []
  for (let cell = 0; cell < first.values.length; cell++) {
    if (all.some(({ values }) => !Number.isNaN(values[cell]!))) kept.push(cell)
  }
  const dates = Int32Array.from(kept, (cell) => first.calendar.sessions[Math.floor(cell / width)]!)
  return [
    { name: "date", type: "date", values: dates },
    { name: "ticker", type: "string", values: kept.map((cell) => first.assets[cell % width]!) },
    ...Object.entries(panels).map(
      ([name, { values }]): ParquetColumn => ({
        name,
        type: "double",
        values: Float64Array.from(kept, (cell) => values[cell]!),
      }),
    ),
  ]
}
