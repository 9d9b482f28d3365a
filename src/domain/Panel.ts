/**
 * Time × asset doubles with their sessions and their assets; NaN means "not known" and is never read as 0.
 *
 * Row-major: the value of asset i at row t is `values[t * assets.length + i]`. Two panels meet only when their
 * calendars and assets are equal.
 */
import type { Axis, Chunk, Encoded, ValueType } from "../dag/ValueType.ts"
import { civilDateOf } from "../kernel/civilDate.ts"
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
  const width = panel.assets.length
  const out = new Float64Array(rows(panel))
  for (let t = 0; t < out.length; t++) out[t] = panel.values[t * width + asset]!
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
  const values = new Float64Array(calendar.sessions.length * width)
  columns.forEach((series, asset) => {
    for (let t = 0; t < series.length; t++) values[t * width + asset] = series[t]!
  })
  return make(calendar, assets, values)
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

/** `base` with its rows from `from` on replaced by `tail`; both over the same assets. */
export function splice(base: Panel, from: number, tail: Panel): Panel {
  const width = base.assets.length
  const count = from + rows(tail)
  const sessions = new Int32Array(count)
  sessions.set(base.calendar.sessions.subarray(0, from))
  sessions.set(tail.calendar.sessions, from)
  const values = new Float64Array(count * width)
  values.set(base.values.subarray(0, from * width))
  values.set(tail.values, from * width)
  return make(Calendar.make(sessions), base.assets, values)
}

export const sameIndex = (left: Panel, right: Panel): boolean =>
  Calendar.equals(left.calendar, right.calendar) &&
  left.assets.length === right.assets.length &&
  left.assets.every((asset, i) => asset === right.assets[i])

// --------------------------------------------------------------------------------------------------- value type

const axis: Axis<Panel> = {
  rows,
  keyAt: (panel, row) => panel.calendar.sessions[row]!,
  slice,
  splice,
}

/** A value type for panels with a meaning of their own (intent, weights): also accepted where any panel is. */
export function typeOf<P extends Panel>(name: string, widens: ReadonlyArray<string>): ValueType<P> {
  return {
    name,
    widens,
    encode,
    // the brand is given by whoever makes the value; what is stored under a branded type was branded when it was put
    decode: (encoded) => decode(encoded) as P,
    axis: axis as unknown as Axis<P>,
    describe,
  }
}

export const type: ValueType<Panel> = { name: "panel", widens: [], encode, decode, axis, describe }

function describe(panel: Panel): string {
  const count = rows(panel)
  if (count === 0) return `0 × ${panel.assets.length} panel`
  return `${count} × ${panel.assets.length} panel, ${Calendar.isoAt(panel.calendar, 0)} … ${Calendar.isoAt(panel.calendar, count - 1)}`
}

/** Past years are one chunk each, the last year one chunk a month: a function of the sessions alone. */
function chunkRanges(sessions: Int32Array): ReadonlyArray<{ label: string; from: number; to: number }> {
  const ranges: Array<{ label: string; from: number; to: number }> = []
  if (sessions.length === 0) return ranges
  const lastYear = civilDateOf(sessions[sessions.length - 1]!).year
  for (let row = 0; row < sessions.length; row++) {
    const { year, month } = civilDateOf(sessions[row]!)
    const label = year === lastYear ? `${year}-${String(month).padStart(2, "0")}` : String(year)
    const open = ranges[ranges.length - 1]
    if (open !== undefined && open.label === label) open.to = row + 1
    else ranges.push({ label, from: row, to: row + 1 })
  }
  return ranges
}

function encode(panel: Panel): Encoded {
  return {
    header: JSON.stringify({ assets: panel.assets }),
    chunks: chunkRanges(panel.calendar.sessions).map(({ label, from, to }) =>
      encodeChunk(panel, label, from, to),
    ),
  }
}

/** A chunk holds only the assets that have a value in it, so that a new listing rewrites no old chunk. */
function encodeChunk(panel: Panel, label: string, from: number, to: number): Chunk {
  const width = panel.assets.length
  const present = panel.assets
    .map((_, asset) => asset)
    .filter((asset) => hasValue(panel.values, width, asset, from, to))
  const values = new Float64Array((to - from) * present.length)
  let at = 0
  for (let t = from; t < to; t++) {
    for (const asset of present) {
      const value = panel.values[t * width + asset]!
      values[at++] = Number.isNaN(value) ? NaN : value // one bit pattern for every NaN
    }
  }
  return {
    label,
    rows: to - from,
    buffers: [
      {
        name: "assets",
        bytes: new TextEncoder().encode(JSON.stringify(present.map((i) => panel.assets[i]))),
      },
      { name: "sessions", bytes: bytesOf(panel.calendar.sessions.slice(from, to)) },
      { name: "values", bytes: bytesOf(values) },
    ],
  }
}

function hasValue(values: Float64Array, width: number, asset: number, from: number, to: number): boolean {
  for (let at = from * width + asset; at < to * width; at += width)
    if (!Number.isNaN(values[at]!)) return true
  return false
}

const bytesOf = (array: Int32Array | Float64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

function decode(encoded: Encoded): Panel {
  const { assets } = JSON.parse(encoded.header) as { assets: ReadonlyArray<string> }
  const count = encoded.chunks.reduce((sum, chunk) => sum + chunk.rows, 0)
  const sessions = new Int32Array(count)
  const values = new Float64Array(count * assets.length).fill(NaN)
  const position = new Map(assets.map((asset, i) => [asset, i]))
  let row = 0
  for (const chunk of encoded.chunks) {
    const [names, dates, cells] = chunk.buffers
    const present = (JSON.parse(new TextDecoder().decode(names!.bytes)) as ReadonlyArray<string>).map(
      (name) => position.get(name)!,
    )
    sessions.set(new Int32Array(aligned(dates!.bytes)), row)
    const source = new Float64Array(aligned(cells!.bytes))
    let at = 0
    for (let t = row; t < row + chunk.rows; t++) {
      for (const asset of present) values[t * assets.length + asset] = source[at++]!
    }
    row += chunk.rows
  }
  return make(Calendar.make(sessions), assets, values)
}

/** A buffer of the bytes' own: views of typed arrays need an aligned start. (`slice` of a Node Buffer copies nothing.) */
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer
