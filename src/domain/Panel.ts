/**
 * Time × asset doubles with their sessions and their assets; NaN means "not known" and is never read as 0.
 *
 * Row-major: the value of asset i at row t is `values[t * assets.length + i]`. Two panels meet only when their
 * calendars and assets are equal.
 */
import { gridType } from "../dag/GridType.ts"
import type { ValueType } from "../dag/ValueType.ts"
import { civilDateOf, formatIsoDate } from "../kernel/civilDate.ts"
import * as Calendar from "./Calendar.ts"

export interface Panel {
  readonly calendar: Calendar.Calendar
  readonly assets: ReadonlyArray<string>
  readonly values: Float64Array
}

// ------------------------------------------------------------------------------------------------- constructors

export const make = (
  calendar: Calendar.Calendar,
  assets: ReadonlyArray<string>,
  values: Float64Array,
): Panel => ({ calendar, assets, values })

/** A panel on the same sessions and assets. */
export const like = (panel: Panel, values: Float64Array): Panel => ({ ...panel, values })

export const filled = (calendar: Calendar.Calendar, assets: ReadonlyArray<string>, value: number): Panel =>
  make(calendar, assets, new Float64Array(calendar.sessions.length * assets.length).fill(value))

// --------------------------------------------------------------------------------------------------- operations

export const rows = (panel: Panel): number => panel.calendar.sessions.length

/** Column i, copied. */
export function column(panel: Panel, asset: number): Float64Array {
  const { values } = panel
  const width = panel.assets.length
  const out = new Float64Array(rows(panel))
  for (let t = 0, at = asset; t < out.length; t++, at += width) out[t] = values[at]!
  return out
}

/** Each column through a function of series, on the same sessions: the way to write a node of scope `each`. */
export function mapColumns(panel: Panel, f: (column: Float64Array, asset: number) => Float64Array): Panel {
  return fromColumns(
    panel.calendar,
    panel.assets,
    panel.assets.map((_, asset) => f(column(panel, asset), asset)),
  )
}

export function fromColumns(
  calendar: Calendar.Calendar,
  assets: ReadonlyArray<string>,
  columns: ReadonlyArray<Float64Array>,
): Panel {
  const width = assets.length
  const count = calendar.sessions.length
  const values = new Float64Array(count * width)
  for (let from = 0; from < count; from += rowsTogether) {
    const to = Math.min(count, from + rowsTogether)
    for (let asset = 0; asset < width; asset++) place(columns[asset]!, asset, values, width, from, to)
  }
  return make(calendar, assets, values)
}

/** So many rows are written column by column that they stay in the nearest cache until all columns are there. */
const rowsTogether = 64

function place(
  series: Float64Array,
  asset: number,
  values: Float64Array,
  width: number,
  from: number,
  to: number,
): void {
  const end = Math.min(to, series.length)
  for (let t = from, at = from * width + asset; t < end; t++, at += width) values[at] = series[t]!
}

/** Rows [from, to), sharing memory. */
export function slice(panel: Panel, from: number, to: number): Panel {
  const width = panel.assets.length
  return {
    calendar: Calendar.slice(panel.calendar, from, to),
    assets: panel.assets,
    values: panel.values.subarray(from * width, to * width),
  }
}

export const sameIndex = (left: Panel, right: Panel): boolean =>
  Calendar.equals(left.calendar, right.calendar) &&
  left.assets.length === right.assets.length &&
  left.assets.every((asset, i) => asset === right.assets[i])

// --------------------------------------------------------------------------------------------------- value type

/**
 * A value type for panels with a meaning of their own (intent, weights): also accepted where any panel is.
 *
 * @param brand gives a panel that is read back what makes it a P; what is stored under a branded type was branded when
 * it was put
 */
export function typeOf<P extends Panel>(
  name: string,
  widens: ReadonlyArray<string>,
  columns: "members" | "fields" = "members",
  brand: (panel: Panel) => P = (panel) => panel as P,
): ValueType<P> {
  return gridType<P>({
    name,
    widens,
    columns,
    describe,
    toGrid: ({ calendar, assets, values }) => ({ keys: calendar.sessions, columns: assets, cells: values }),
    fromGrid: ({ keys, columns, cells }) => brand(make(Calendar.make(keys), columns, cells)),
    label: chunkLabel,
    showKey: formatIsoDate,
  })
}

export const type: ValueType<Panel> = typeOf<Panel>("panel", [])

function describe(panel: Panel): string {
  const count = rows(panel)
  if (count === 0) return `0 × ${panel.assets.length} panel`
  return `${count} × ${panel.assets.length} panel, ${Calendar.isoAt(panel.calendar, 0)} … ${Calendar.isoAt(panel.calendar, count - 1)}`
}

/**
 * Past years are one chunk each, past months of the last year too, and of the last month every session: an appended
 * session rewrites little. A function of the sessions alone.
 */
function chunkLabel(session: number, lastSession: number): string {
  const { year, month } = civilDateOf(session)
  const last = civilDateOf(lastSession)
  if (year !== last.year) return String(year)
  return month === last.month ? formatIsoDate(session) : formatIsoDate(session).slice(0, 7)
}
