/**
 * What a law is asked of: one definition with a config and inputs as values. Inputs on a time axis are kept as grids, so
 * that any of them can be cut, narrowed or changed without knowing what they mean; documents stay as they are.
 */
import * as Grid from "../Grid.ts"
import type { Spec } from "../Node.ts"
import type { Reach } from "../Reach.ts"
import type { ValueType } from "../ValueType.ts"

export interface CaseInput {
  readonly port: string
  /** name within a `many` port */
  readonly key: string | undefined
  readonly type: ValueType<unknown>
  readonly reach: Reach
  /** known before its rows come, so never changed or cut after t */
  readonly inAdvance: boolean
  /** undefined for values without a time axis */
  readonly grid: Grid.Grid | undefined
  readonly value: unknown
}

export interface Case {
  readonly spec: Spec
  /** decoded */
  readonly config: unknown
  readonly inputs: ReadonlyArray<CaseInput>
  /** the study's seed, for nodes with a stream */
  readonly seed: number
}

/** @param values as `run` takes them: one a port, a record for a `many` port, undefined for an optional one left out */
export function make(spec: Spec, config: unknown, values: Readonly<Record<string, unknown>>, seed = 0): Case {
  const inputs = Object.entries(spec.inputs).flatMap(([port, { arity, type }]) => {
    if (arity === "many")
      return Object.entries(values[port] as Readonly<Record<string, unknown>>).map(([key, value]) =>
        inputOf(spec, config, { port, key, type, value }),
      )
    const value = values[port]
    return value === undefined ? [] : [inputOf(spec, config, { port, key: undefined, type, value })]
  })
  return { spec, config, inputs, seed }
}

/** @param given its type may be narrower than the port's: that of the source it comes from */
export function inputOf(
  spec: Spec,
  config: unknown,
  given: Pick<CaseInput, "port" | "key" | "type" | "value">,
): CaseInput {
  const reach = spec.reach(config)
  return {
    ...given,
    reach: "kind" in reach && typeof reach.kind === "string" ? (reach as Reach) : reachAt(reach, given.port),
    inAdvance: spec.inputs[given.port]!.inAdvance,
    grid: given.type.axis?.toGrid(given.value),
  }
}

const reachAt = (reach: Reach | Readonly<Record<string, Reach>>, port: string): Reach =>
  (reach as Readonly<Record<string, Reach>>)[port]!

/** What `run` takes; grids are copied, so that a node that changes its inputs changes nobody else's. */
export function valuesOf({ spec, inputs }: Case): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const [port, { arity }] of Object.entries(spec.inputs)) if (arity === "many") values[port] = {}
  for (const { port, key, type, grid, value } of inputs) {
    const given =
      grid === undefined
        ? value
        : type.axis!.fromGrid({ ...grid, keys: grid.keys.slice(), cells: grid.cells.slice() })
    if (key === undefined) values[port] = given
    else (values[port] as Record<string, unknown>)[key] = given
  }
  return values
}

// ---------------------------------------------------------------------------------------------------------- rows

const noRows = new Int32Array(0)

export const keysOf = ({ inputs }: Case): Int32Array =>
  inputs.find(({ grid }) => grid !== undefined)?.grid?.keys ?? noRows

export const rowsOf = (given: Case): number => keysOf(given).length

/** Whether all inputs on a time axis have the same rows: only then is "row t of the inputs" one thing. */
export function isAligned(given: Case): boolean {
  const keys = keysOf(given)
  return given.inputs.every(
    ({ grid }) =>
      grid === undefined ||
      grid.keys === keys ||
      (grid.keys.length === keys.length && grid.keys.every((key, row) => key === keys[row])),
  )
}

const finite = (given: Case, end: "back" | "ahead"): ReadonlyArray<number> =>
  given.inputs.flatMap(({ grid, reach }) => (grid === undefined ? [] : [Math.max(0, reach[end])]))

/** Rows before t that must be handed over for row t. */
export const backOf = (given: Case): number => Math.max(0, ...finite(given, "back"))
export const aheadOf = (given: Case): number => Math.max(0, ...finite(given, "ahead"))

// ------------------------------------------------------------------------------------------------------ reshaping

export type Regrid = (grid: Grid.Grid, input: CaseInput, index: number) => Grid.Grid

export const mapGrids = (given: Case, f: Regrid): Case => ({
  ...given,
  inputs: given.inputs.map((input, index) =>
    input.grid === undefined ? input : { ...input, grid: f(input.grid, input, index) },
  ),
})

/** Rows [from, to). */
export const slice = (given: Case, from: number, to: number): Case =>
  mapGrids(given, (grid) => Grid.slice(grid, from, to))

export const keepRows = (given: Case, rows: ReadonlyArray<number>): Case =>
  mapGrids(given, (grid) => {
    const width = grid.columns.length
    const cells = new Float64Array(rows.length * width)
    rows.forEach((row, at) => cells.set(grid.cells.subarray(row * width, (row + 1) * width), at * width))
    return { keys: Int32Array.from(rows, (row) => grid.keys[row]!), columns: grid.columns, cells }
  })

/** Whether columns may come and go: those of a set may, fields with a meaning of their own may not. */
export const hasMembers = ({ grid, type }: CaseInput): boolean =>
  grid !== undefined && type.columns !== "fields"

/** The members that some input has, in order of appearance. */
export const membersOf = ({ inputs }: Case): ReadonlyArray<string> => [
  ...new Set(inputs.filter(hasMembers).flatMap(({ grid }) => grid!.columns)),
]

/** Only these members, in this order, wherever there are members. */
export const withMembers = (given: Case, members: ReadonlyArray<string>): Case =>
  mapGrids(given, (grid, input) => {
    if (!hasMembers(input)) return grid
    const places = members.flatMap((name) => {
      const place = grid.columns.indexOf(name)
      return place < 0 ? [] : [place]
    })
    return Grid.pick(grid, places)
  })
