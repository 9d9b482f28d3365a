/** A value type for values that are grids: rows by key, named columns, doubles. */
import { type Axis, decode, encode } from "./Grid.ts"
import type { ValueType } from "./ValueType.ts"

export interface GridType<A> extends Axis<A> {
  readonly name: string
  readonly widens: ReadonlyArray<string>
  readonly describe: (value: A) => string
  readonly columns: "members" | "fields"
}

export const gridType = <A>(of: GridType<A>): ValueType<A> => ({
  name: of.name,
  widens: of.widens,
  describe: of.describe,
  columns: of.columns,
  axis: {
    toGrid: of.toGrid,
    fromGrid: of.fromGrid,
    label: of.label,
    ...(of.showKey === undefined ? {} : { showKey: of.showKey }),
  },
  encode: (value) => encode(of.toGrid(value), of.label),
  decode: (encoded) => of.fromGrid(decode(encoded)),
})
