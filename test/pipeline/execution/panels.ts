/** Small panels written as they are read: one column an asset, a row a session, from Monday 2024-01-01 on. */
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { epochDayOf } from "../../../src/kernel/civilDate.ts"

export const panel = (columns: Readonly<Record<string, ReadonlyArray<number>>>): Panel.Panel => {
  const rows = Object.values(columns)[0]?.length ?? 0
  return Panel.fromColumns(
    Calendar.make(Int32Array.from({ length: rows }, (_, t) => epochDayOf(2024, 1, 1) + t)),
    Object.keys(columns),
    Object.values(columns).map((values) => Float64Array.from(values)),
  )
}

export const row = (values: Panel.Panel, t: number): ReadonlyArray<number> => [
  ...Panel.slice(values, t, t + 1).values,
]
