/**
 * Other values for some cells of the inputs. What a cell becomes depends on its key, its column and the salt alone, not on
 * where it stands, so that a case can be cut down and still be changed alike.
 */
import type { Grid } from "../Grid.ts"
import { type Case, type CaseInput, mapGrids } from "./Case.ts"
import { below, mix } from "./chance.ts"
import { type ChangedCell, inputName } from "./Probe.ts"

/** mixed: anything; numbers: what is known moves, what is not stays unknown; borrowed: values that the column has elsewhere */
export type Style = "mixed" | "numbers" | "borrowed"

export const styles = ["mixed", "numbers", "borrowed"] as const satisfies ReadonlyArray<Style>

/** @param reached rows of an input to leave alone, [from, to); all others change */
export const changeRows = (
  given: Case,
  isChanged: (input: CaseInput, row: number) => boolean,
  style: Style,
  salt: number,
): Case =>
  mapGrids(given, (grid, input, index) => {
    const width = grid.columns.length
    const cells = grid.cells.slice()
    for (let row = 0; row < grid.keys.length; row++) {
      if (!isChanged(input, row)) continue
      for (let column = 0; column < width; column++)
        cells[row * width + column] = otherValue(grid, row, column, style, mix(salt, index))
    }
    return { ...grid, cells }
  })

function otherValue(grid: Grid, row: number, column: number, style: Style, salt: number): number {
  const width = grid.columns.length
  const value = grid.cells[row * width + column]!
  const draw = mix(salt, grid.keys[row]!, column)
  const way = style === "mixed" ? (["borrowed", "flipped", "numbers"] as const)[draw % 3]! : style
  if (way === "flipped") return Number.isNaN(value) ? fraction(draw) : NaN
  if (way === "numbers") return Number.isNaN(value) ? value : moved(value, draw)
  const other = grid.cells[below(grid.keys.length, draw, 1) * width + column]!
  return Object.is(other, value) && style === "mixed" ? moved(value, draw) : other
}

/** The other sign, or another size. */
const moved = (value: number, draw: number): number =>
  Number.isNaN(value) ? 1 : (draw & 32) === 0 && value !== 0 ? -value : value * 1.7 + 0.3

/** In (0, 1). */
const fraction = (draw: number): number => ((draw >>> 8) + 1) / (2 ** 24 + 1)

export interface CellPlace {
  readonly index: number
  readonly row: number
  readonly column: number
}

/** Where two cases of one shape differ. */
export function changedPlaces(before: Case, after: Case): ReadonlyArray<CellPlace> {
  const places: Array<CellPlace> = []
  before.inputs.forEach(({ grid }, index) => {
    if (grid === undefined) return
    const { cells } = after.inputs[index]!.grid!
    const width = grid.columns.length
    grid.cells.forEach((value, at) => {
      if (!Object.is(value, cells[at]))
        places.push({ index, row: Math.floor(at / width), column: at % width })
    })
  })
  return places
}

/** `before` with these cells as in `after`. */
export function takeCells(before: Case, after: Case, places: ReadonlyArray<CellPlace>): Case {
  const byInput = Map.groupBy(places, ({ index }) => index)
  return mapGrids(before, (grid, _, index) => {
    const cells = grid.cells.slice()
    for (const { row, column } of byInput.get(index) ?? []) {
      const at = row * grid.columns.length + column
      cells[at] = after.inputs[index]!.grid!.cells[at]!
    }
    return { ...grid, cells }
  })
}

export const describeCell =
  (before: Case, after: Case) =>
  ({ index, row, column }: CellPlace): ChangedCell => {
    const input = before.inputs[index]!
    const { keys, columns, cells } = input.grid!
    const at = row * columns.length + column
    return {
      input: inputName(input),
      row: keys[row]!,
      column: columns[column]!,
      from: cells[at]!,
      to: after.inputs[index]!.grid!.cells[at]!,
    }
  }
