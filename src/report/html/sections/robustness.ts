import { countedNoun } from "../../../kernel/countedNoun.ts"
import type { Robustness } from "../../../pipeline/metrics/robustness.ts"
import { fixed, percent } from "../figures.ts"
import { html, type Html } from "../Html.ts"
import { type Cell, dateColumn, drawTable, numberCell, numberColumn, span, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const robustness: Section = {
  id: "robustness",
  title: "How it holds up",
  draw: ({ robustness: found }) => {
    if (found === undefined) return undefined
    const parts = [costs(found), delays(found), starts(found), subPeriods(found)].filter(
      (part) => part !== undefined,
    )
    return parts.length === 0 ? undefined : html`${parts}`
  },
}

type VariantFigures = Robustness["delays"][number] | Robustness["costs"]["rows"][number]

const figureColumns = ["Sharpe", "return a year", "volatility", "deepest drawdown", "cost a year"].map(
  numberColumn,
)

const figureCells = (row: VariantFigures): ReadonlyArray<Cell> => [
  numberCell(row.sharpe, fixed(row.sharpe, 2)),
  numberCell(row.cagr, percent(row.cagr)),
  numberCell(row.volatility, percent(row.volatility)),
  numberCell(row.max_drawdown, percent(row.max_drawdown)),
  numberCell(row.cost_bps_per_year, `${fixed(row.cost_bps_per_year, 1)} bps`),
]

function costs({ costs: { rows, break_even_scale, reason } }: Robustness): Html | undefined {
  if (rows.length === 0) return undefined
  const end =
    break_even_scale === null
      ? `No factor on costs brings it to nothing: ${reason ?? "no reason given"}.`
      : `Costs take all that it earns on average at ${fixed(break_even_scale, 1)} times the present ones.`
  return html`<h3>Other costs</h3>${drawTable({
    caption: "The study with its costs times a factor",
    columns: [textColumn("costs"), ...figureColumns],
    rows: rows.map((row) => [{ content: `× ${row.scale}`, sort: row.scale }, ...figureCells(row)]),
  })}<p class="note">${end}</p>`
}

function delays({ delays: rows }: Robustness): Html | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  return html`<h3>Orders that wait longer</h3>${drawTable({
    caption: "The study with orders that wait longer",
    columns: [textColumn("sessions more"), ...figureColumns],
    rows: rows.map((row) => [
      { content: `+ ${row.extra_sessions}`, sort: row.extra_sessions },
      ...figureCells(row),
    ]),
  })}<p class="note">All over the same sessions, from ${first.first_fill ?? "—"} on.</p>`
}

function starts({ starts: rows }: Robustness): Html | undefined {
  if (rows.length === 0) return undefined
  return html`<h3>Begun at another date</h3>${drawTable({
    caption: "The study begun at another date, beside the study over the same sessions",
    columns: [
      dateColumn("begun"),
      dateColumn("first fill"),
      ...["sessions", "Sharpe", "begun before", "return a year", "begun before"].map(numberColumn),
    ],
    rows: rows.map(({ start, first_fill, n, sharpe, study_sharpe, cagr, study_cagr }) => [
      start,
      first_fill ?? "—",
      numberCell(n, n),
      numberCell(sharpe, fixed(sharpe, 2)),
      numberCell(study_sharpe, fixed(study_sharpe, 2)),
      numberCell(cagr, percent(cagr)),
      numberCell(study_cagr, percent(study_cagr)),
    ]),
  })}`
}

function subPeriods({ sub_periods: { parts } }: Robustness): Html | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  const ends = parts.flatMap(({ sharpe, sharpe_standard_error: error }) =>
    sharpe === null || error === null ? [] : [sharpe - error, sharpe + error],
  )
  const axis = [Math.min(0, ...ends), Math.max(0, ...ends)] as const
  return html`<h3>Parts of ${countedNoun(first.n, "session")}</h3>${drawTable({
    caption: "The study over parts of its sessions",
    columns: [
      dateColumn("part"),
      numberColumn("Sharpe"),
      { title: "± standard error", kind: "wide" },
      ...["return a year", "volatility", "deepest drawdown"].map(numberColumn),
    ],
    rows: parts.map(
      ({ first: from, last, sharpe, sharpe_standard_error: error, cagr, volatility, max_drawdown }) => [
        `${from} … ${last}`,
        numberCell(
          sharpe,
          sharpe === null || error === null ? "—" : `${fixed(sharpe, 2)} ± ${fixed(error, 2)}`,
        ),
        {
          content:
            sharpe !== null && error !== null && span(sharpe - error, sharpe + error, axis, "s0", sharpe),
          sort: sharpe ?? "",
        },
        numberCell(cagr, percent(cagr)),
        numberCell(volatility, percent(volatility)),
        numberCell(max_drawdown, percent(max_drawdown)),
      ],
    ),
  })}`
}
