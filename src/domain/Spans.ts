/**
 * What the labels of a panel rest on: for each session and asset the epoch day of the last session that its label reads, NaN where
 * there is no label. The label of row t begins at t. Purging and uniqueness weights follow from it, so it comes from the node that
 * makes the labels and is set nowhere else.
 */
import type { ValueType } from "../dag/ValueType.ts"
import * as Calendar from "./Calendar.ts"
import * as Panel from "./Panel.ts"

export interface Spans extends Panel.Panel {
  readonly "~spans"?: never
}

export const type: ValueType<Spans> = {
  ...Panel.typeOf<Spans>("spans", ["panel"]),
  problem: (spans) => problemOf(spans),
}

/** @param ends epoch day of the last session that a label reads, shape of the panel; NaN = no label */
export const make = (panel: Panel.Panel, ends: Float64Array): Spans => Panel.like(panel, ends)

/** Rows as intervals of rows: from the row itself to the last session that a label of any asset reads; NaN without labels. */
export function rowsOf({ calendar, assets, values }: Spans): {
  readonly starts: Float64Array
  readonly ends: Float64Array
} {
  const width = assets.length
  const starts = Float64Array.from(calendar.sessions, (_, row) => row)
  const ends = new Float64Array(starts.length).fill(NaN)
  for (let row = 0; row < ends.length; row++) {
    let last = NaN
    for (let at = row * width; at < (row + 1) * width; at++) {
      const end = values[at]!
      if (end >= (Number.isNaN(last) ? -Infinity : last)) last = end
    }
    // a label that ends on no session of these ends on the one before it
    if (!Number.isNaN(last)) ends[row] = Calendar.rowOnOrAfter(calendar, last + 1) - 1
  }
  return { starts, ends }
}

function problemOf({ calendar, assets, values }: Spans): string | undefined {
  const at = values.findIndex((end, i) => end < calendar.sessions[Math.floor(i / assets.length)]!)
  if (at < 0) return undefined
  const row = Math.floor(at / assets.length)
  return `has a label of ${assets[at % assets.length]} on ${Calendar.isoAt(calendar, row)} that ends before it begins; a span runs from its row to the last session that the label reads`
}
