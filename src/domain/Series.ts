/**
 * Named columns over sessions that are not assets: the returns of a book, the components of its cost.
 * Laid out as a panel (one column a name), with a type of its own so that it is never taken for one of assets.
 */
import type { ValueType } from "../dag/ValueType.ts"
import type * as Calendar from "./Calendar.ts"
import * as Panel from "./Panel.ts"

export interface Series extends Panel.Panel {
  readonly "~series"?: never
}

export const type: ValueType<Series> = Panel.typeOf<Series>("series", ["panel"], "fields")

export const make = (calendar: Calendar.Calendar, columns: Readonly<Record<string, Float64Array>>): Series =>
  Panel.fromColumns(calendar, Object.keys(columns), Object.values(columns))

/** A column by name, copied. A name that is not there is a mistake of the program, so it is a defect. */
export function column(series: Series, name: string): Float64Array {
  const index = series.assets.indexOf(name)
  if (index < 0) throw new Error(`A series of ${series.assets.join(", ")} has no column ${name}.`)
  return Panel.column(series, index)
}
