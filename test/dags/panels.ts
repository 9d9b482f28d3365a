/** Every value of a study that has columns, side by side with that of another. */
import type * as Panel from "../../src/domain/Panel.ts"
import type { Program } from "./programStudy.ts"

export interface Columns {
  /** node, port and column: `execution/fills@final.held.A0` */
  readonly [name: string]: Float64Array
}

/** All columns of all panels and series; documents are left out. */
export function columnsOf({ values }: Program): Columns {
  const columns: Array<[string, Float64Array]> = []
  for (const [id, ports] of values)
    for (const [port, value] of Object.entries(ports)) {
      if (!isPanel(value)) continue
      const width = value.assets.length
      value.assets.forEach((name, i) => {
        const column = Float64Array.from(value.calendar.sessions, (_, t) => value.values[t * width + i]!)
        columns.push([`${id}.${port}.${name}`, column])
      })
    }
  return Object.fromEntries(columns)
}

const isPanel = (value: unknown): value is Panel.Panel =>
  typeof value === "object" && value !== null && "values" in value && "calendar" in value

/**
 * Where the columns of `wanted` are not those of `found`, on the first `rows` rows.
 *
 * @param tolerance 0: bit for bit (0 and −0 are one)
 */
export function differences(
  found: Columns,
  wanted: Columns,
  rows: number,
  tolerance = 0,
): ReadonlyArray<string> {
  return Object.entries(wanted).flatMap(([name, theirs]) => {
    const ours = found[name]
    if (ours === undefined) return [`${name} is missing`]
    for (let t = 0; t < rows; t++) {
      const [x, y] = [ours[t]!, theirs[t]!]
      const same = x === y || (Number.isNaN(x) && Number.isNaN(y))
      if (!same && !(Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y))))
        return [`${name} at session ${t}: ${x}, not ${y}`]
    }
    return []
  })
}
