/** The cells of a sweep as a grid: what is varied over which values, and each cell's Sharpe ratio. */
import type { SweepCell } from "../experiment/sweep/runSweep.ts"
import { figuresOf } from "./figures.ts"

export interface Axis {
  readonly path: string
  /** numbers in ascending order, anything else as it came */
  readonly values: ReadonlyArray<unknown>
  /** whether a step from one value to the next means something */
  readonly isOrdered: boolean
}

export interface GridCell {
  readonly values: SweepCell["values"]
  /** place on each axis */
  readonly at: ReadonlyArray<number>
  /** a year, net; null where undefined, or the cell failed */
  readonly sharpe: number | null
}

export interface SweepGrid {
  readonly axes: ReadonlyArray<Axis>
  readonly cells: ReadonlyArray<GridCell>
}

export function sweepGrid(cells: ReadonlyArray<SweepCell>): SweepGrid {
  const axes = Object.keys(cells[0]?.values ?? {}).map((path) => axisOf(path, cells))
  const places = axes.map(({ values }) => new Map(values.map((value, at) => [JSON.stringify(value), at])))
  return {
    axes,
    cells: cells.map(({ values, metrics }) => ({
      values,
      at: axes.map(({ path }, i) => places[i]!.get(JSON.stringify(values[path]))!),
      sharpe: figuresOf(metrics)?.["sharpe"] ?? null,
    })),
  }
}

function axisOf(path: string, cells: ReadonlyArray<SweepCell>): Axis {
  const values = [
    ...new Map(cells.map((cell) => [JSON.stringify(cell.values[path]), cell.values[path]])).values(),
  ]
  const numbers = values.filter((value) => typeof value === "number")
  const isOrdered = numbers.length === values.length
  return { path, isOrdered, values: isOrdered ? numbers.toSorted((a, b) => a - b) : values }
}
