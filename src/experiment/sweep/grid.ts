/** The cells of a sweep: every combination of the values to try, by config path. */

/** Values by dotted path, as `vary` of an experiment and `--vary` give them. */
export type Vary = Readonly<Record<string, ReadonlyArray<unknown>>>

/** What a cell sets beside the experiment's own config. */
export type CellValues = Readonly<Record<string, unknown>>

/** The last path changes fastest. Values that are there twice count once. */
export function gridOf(vary: Vary): ReadonlyArray<CellValues> {
  let cells: ReadonlyArray<CellValues> = [{}]
  for (const [path, values] of Object.entries(vary))
    cells = cells.flatMap((cell) => distinct(values).map((value) => ({ ...cell, [path]: value })))
  return cells
}

/** Tells cells apart, in ids and messages: `costs.spread_bps=2,risk.target_vol=0.1`. */
export const cellName = (values: CellValues): string =>
  Object.entries(values)
    .map(([path, value]) => `${path}=${JSON.stringify(value)}`)
    .join(",")

const distinct = (values: ReadonlyArray<unknown>): ReadonlyArray<unknown> => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
]
