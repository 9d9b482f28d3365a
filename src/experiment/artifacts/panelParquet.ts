import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import type * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import { civilDateOf } from "../../kernel/civilDate.ts"
import { encodeParquet, type TableColumn } from "../../kernel/parquet/encodeParquet.ts"
import * as TableParts from "./TableParts.ts"

/**
 * Panels in long form as Parquet files, one a year: `date`, `ticker` and one column a panel; rows without any value are
 * left out, NaN beside a value is null.
 */
export const PanelParquet = Node.define({
  name: "artifacts/panel-parquet",
  title: "Parquet files, one a year, of dates, tickers and one column a panel",
  config: Schema.Struct({}),
  inputs: { panels: Node.many(Panel.type) },
  output: TableParts.type,
  reach: () => Reach.whole("a file holds every row"),
  scope: "all",
  run: ({ panels }) => {
    const [first] = Object.values(panels)
    if (first === undefined) return TableParts.make([])
    return TableParts.make(
      yearsOf(first.calendar).map(({ year, from, to }) => ({
        year,
        bytes: encodeParquet(longColumns(panels, first, from, to)),
      })),
    )
  },
})

interface YearRows {
  readonly year: string
  readonly from: number
  readonly to: number
}

/** Rows of each calendar year; one empty year where there is no session, so that the columns are told. */
function yearsOf({ sessions }: Calendar.Calendar): ReadonlyArray<YearRows> {
  const years: Array<{ year: string; from: number; to: number }> = []
  sessions.forEach((session, row) => {
    const year = String(civilDateOf(session).year).padStart(4, "0")
    const open = years.at(-1)
    if (open?.year === year) open.to = row + 1
    else years.push({ year, from: row, to: row + 1 })
  })
  return years.length === 0 ? [{ year: "0000", from: 0, to: 0 }] : years
}

function longColumns(
  panels: Readonly<Record<string, Panel.Panel>>,
  { assets, calendar }: Panel.Panel,
  from: number,
  to: number,
): ReadonlyArray<TableColumn> {
  const width = assets.length
  const all = Object.values(panels)
  const kept: Array<number> = []
  for (let cell = from * width; cell < to * width; cell++) {
    if (all.some(({ values }) => !Number.isNaN(values[cell]!))) kept.push(cell)
  }
  const pick = (values: (cell: number) => number) => Int32Array.from(kept, values)
  return [
    { name: "date", type: "date", values: pick((cell) => calendar.sessions[Math.floor(cell / width)]!) },
    { name: "ticker", type: "text", texts: assets, values: pick((cell) => cell % width) },
    ...Object.entries(panels).map(
      ([name, { values }]): TableColumn => ({
        name,
        type: "double",
        values: Float64Array.from(kept, (cell) => values[cell]!),
      }),
    ),
  ]
}
