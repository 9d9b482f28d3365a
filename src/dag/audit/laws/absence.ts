import type { Grid } from "../../Grid.ts"
import { answerOf, type Answered } from "../answer.ts"
import { type Case, hasMembers, mapGrids } from "../Case.ts"
import { type Difference, differenceOfDocuments, differenceOfRows, differenceOfStates } from "../compare.ts"
import type { Law } from "../Probe.ts"
import { compared } from "./unreached.ts"

const absent = "(absent)"

/**
 * A member that is NaN throughout changes no other output, and its own are NaN. The state is what it was, with the entries
 * that the node declares for a column without any value.
 */
export const absence: Law = {
  variants: 1,
  exempt: ({ inputs }) => (inputs.some(hasMembers) ? undefined : "its inputs have no members"),
  try: (given) =>
    compared(
      answerOf(given),
      answerOf(withAbsent(given)),
      (expected, found) => difference(expected, found) ?? differenceOfState(given, expected, found),
      () => ({ kind: "member-added" }),
    ),
}

const withAbsent = (given: Case): Case =>
  mapGrids(given, (grid, input) => (hasMembers(input) ? widened(grid) : grid))

function widened({ keys, columns, cells }: Grid): Grid {
  const width = columns.length
  const wider = new Float64Array(keys.length * (width + 1)).fill(NaN)
  for (let row = 0; row < keys.length; row++)
    wider.set(cells.subarray(row * width, (row + 1) * width), row * (width + 1))
  return { keys, columns: [...columns, absent], cells: wider }
}

function difference(expected: Answered, found: Answered): Difference | undefined {
  const grids = Object.fromEntries(
    Object.entries(found.grids).map(([port, grid]) => [port, without(grid, expected.grids[port]!.columns)]),
  )
  return (
    differenceOfRows(expected, { ...found, grids }) ??
    differenceOfDocuments(expected, found) ??
    valueOfAbsent(expected, found)
  )
}

/** Nodes that declare nothing of their state are not extended beside other columns, so it may be anything. */
function differenceOfState(
  { spec: { stateColumns } }: Case,
  expected: Answered,
  found: Answered,
): Difference | undefined {
  if (stateColumns === undefined || expected.state === undefined || found.state === undefined)
    return undefined
  const widened = Object.entries(expected.state).map(([name, vector]): [string, Float64Array] => [
    name,
    stateColumns[name] === undefined ? vector : Float64Array.of(...vector, stateColumns[name]),
  ])
  return differenceOfStates(Object.fromEntries(widened), found.state)
}

/** A grid without the columns that the addition brought. */
function without(grid: Grid, known: ReadonlyArray<string>): Grid {
  const places = grid.columns.flatMap((name, place) => (known.includes(name) ? [place] : []))
  const width = grid.columns.length
  const cells = new Float64Array(grid.keys.length * places.length)
  for (let row = 0; row < grid.keys.length; row++)
    places.forEach((place, i) => {
      cells[row * places.length + i] = grid.cells[row * width + place]!
    })
  return { keys: grid.keys, columns: places.map((place) => grid.columns[place]!), cells }
}

function valueOfAbsent(expected: Answered, found: Answered): Difference | undefined {
  for (const [port, { keys, columns, cells }] of Object.entries(found.grids)) {
    const added = columns.flatMap((name, place) =>
      expected.grids[port]!.columns.includes(name) ? [] : [place],
    )
    for (const place of added) {
      for (let row = 0; row < keys.length; row++) {
        const value = cells[row * columns.length + place]!
        if (!Number.isNaN(value))
          return { port, row: keys[row]!, column: columns[place]!, expected: NaN, found: value }
      }
    }
  }
  return undefined
}
