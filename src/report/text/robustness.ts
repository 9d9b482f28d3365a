/** How a result holds up under other costs, delays and beginnings, and over parts of its sessions: four tables. */
import type { Unit } from "../../pipeline/metrics/Metric.ts"
import type { Robustness } from "../../pipeline/metrics/robustness.ts"
import { figureText } from "./metricsTable.ts"
import { table } from "./table.ts"

type Shown = "sharpe" | "cagr" | "volatility" | "max_drawdown" | "cost_bps_per_year"

type Figures = Robustness["delays"][number] | Robustness["costs"]["rows"][number]

export function robustnessLines(found: Robustness | undefined): ReadonlyArray<string> {
  if (found === undefined) return []
  return [...costLines(found.costs), ...delayLines(found), ...startLines(found), ...partLines(found)]
}

const percent = (value: number | null): string => figureText("fraction a year", value)
const ratio = (value: number | null): string => figureText("ratio", value)

const columns: ReadonlyArray<readonly [title: string, name: Shown, unit: Unit]> = [
  ["Sharpe", "sharpe", "ratio"],
  ["return a year", "cagr", "fraction a year"],
  ["volatility", "volatility", "fraction a year"],
  ["deepest drawdown", "max_drawdown", "fraction"],
  ["cost a year", "cost_bps_per_year", "bps of capital"],
]

const titles = columns.map(([title]) => title)

const cells = (row: Figures): ReadonlyArray<string> =>
  columns.map(([, name, unit]) => figureText(unit, row[name]))

function costLines({ rows, break_even_scale, reason }: Robustness["costs"]): ReadonlyArray<string> {
  if (rows.length === 0) return []
  const end =
    break_even_scale === null
      ? `No factor on costs brings it to nothing: ${reason}.`
      : `Costs take all that it earns on average at ${break_even_scale.toPrecision(3)} times the present ones.`
  const body = rows.map((row) => [`× ${row.scale}`, ...cells(row)])
  return ["", "costs:", table([["", ...titles], ...body]), end]
}

function delayLines({ delays }: Robustness): ReadonlyArray<string> {
  const [first] = delays
  if (first === undefined) return []
  const body = delays.map((row) => [`+ ${row.extra_sessions}`, ...cells(row)])
  return [
    "",
    `sessions that orders wait longer, all from ${first.first_fill ?? "—"} on:`,
    table([["", ...titles], ...body]),
  ]
}

function startLines({ starts }: Robustness): ReadonlyArray<string> {
  if (starts.length === 0) return []
  const body = starts.map(({ start, first_fill, n, sharpe, study_sharpe, cagr, study_cagr }) => [
    start,
    first_fill ?? "—",
    String(n),
    ratio(sharpe),
    ratio(study_sharpe),
    percent(cagr),
    percent(study_cagr),
  ])
  const head = ["begun", "first fill", "sessions", "Sharpe", "begun before", "return a year", "begun before"]
  const known = starts.flatMap(({ sharpe }) => (sharpe === null ? [] : [sharpe]))
  const range =
    known.length < 2
      ? []
      : [
          `By its start, the Sharpe ratio lies between ${ratio(Math.min(...known))} and ${ratio(Math.max(...known))}.`,
        ]
  return [
    "",
    "begun at another date, beside the study over the same sessions:",
    table([head, ...body]),
    ...range,
  ]
}

function partLines({ sub_periods: { parts } }: Robustness): ReadonlyArray<string> {
  if (parts.length === 0) return []
  const body = parts.map((part) => [
    `${part.first} … ${part.last}`,
    part.sharpe === null ? "—" : `${ratio(part.sharpe)} ± ${ratio(part.sharpe_standard_error)}`,
    percent(part.cagr),
    percent(part.volatility),
    figureText("fraction", part.max_drawdown),
  ])
  const head = ["", "Sharpe ± standard error", "return a year", "volatility", "deepest drawdown"]
  return ["", `parts of ${parts[0]!.n} sessions:`, table([head, ...body])]
}
