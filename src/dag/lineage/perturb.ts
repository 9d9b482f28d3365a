/**
 * Which input cells really move a cell: groups of them are changed by about a thousandth, what lies between is computed
 * again in memory, and a group that moves the cell is halved until single cells are left. Work is bounded by a number of
 * computations; what they did not settle is said.
 *
 * A cell that no change of this size moves may still count: a trend rule reads closes that do not turn its sign.
 */
import * as Effect from "effect/Effect"
import { type CallContext, callNode } from "../callNode.ts"
import type { NodeFailed, NodeTimeout, ObjectDamaged, StoreError } from "../errors.ts"
import * as Grid from "../Grid.ts"
import { portId } from "../portId.ts"
import type { PreparedGraph, PreparedInput, PreparedNode } from "../Prepared.ts"
import type { RowReader } from "../incremental/rowReader.ts"
import type { Store } from "../store/Store.ts"
import { above } from "./relatives.ts"
import type { CellPlace, ContentOf, Region } from "./regions.ts"

export type PerturbError = StoreError | ObjectDamaged | NodeFailed | NodeTimeout

export interface Laboratory {
  readonly graph: PreparedGraph
  readonly store: Store["Service"]
  readonly reader: RowReader
  readonly contentOf: ContentOf
  readonly seed: number
}

/** Cells of one column of a source, rows [from, to). */
export interface CellRange {
  readonly region: Region
  readonly column: string
  readonly from: number
  readonly to: number
}

export interface Influence {
  /** cells that move the cell, those of neighbouring rows together */
  readonly moves: ReadonlyArray<CellRange>
  /** groups that were not tried to the end */
  readonly undecided: ReadonlyArray<CellRange>
  /** cells with a value, in reach */
  readonly candidates: number
  /** times that the way was computed again */
  readonly tried: number
}

/** @param most computations; one more makes the value to compare with */
export const influenceOf = (
  laboratory: Laboratory,
  cell: CellPlace,
  regions: ReadonlyMap<string, Region>,
  most: number,
): Effect.Effect<Influence, PerturbError> =>
  Effect.gen(function* () {
    const bench = yield* setUp(laboratory, cell, regions)
    const before = yield* bench.target(undefined)
    // one stack a column, in turn: each column's latest cells are found before any column is searched to its start
    const stacks = bench.sources.flatMap((source) => groupsOf(source)).map((group) => [group])
    const candidates = stacks.flat().reduce((sum, group) => sum + countOf(group), 0)
    const moves: Array<Group> = []
    let tried = 0
    for (let open = stacks; open.length > 0 && tried < most; open = open.filter(({ length }) => length > 0)) {
      for (const stack of open) {
        const group = stack.pop()
        if (group === undefined || tried >= most) {
          if (group !== undefined) stack.push(group)
          continue
        }
        tried++
        if (!hasMoved(before, yield* bench.target(group))) continue
        if (countOf(group) > 1) stack.push(...(isWhole(group) ? octaves(group) : halves(group)))
        else moves.push(onlyCell(group))
      }
    }
    return { moves: joined(moves), undecided: joined(stacks.flat()), candidates, tried }
  })

/** Less than this share is rounding, not influence. */
const dust = 1e-9

function hasMoved(before: number, after: number): boolean {
  if (Number.isNaN(before) || Number.isNaN(after)) return Number.isNaN(before) !== Number.isNaN(after)
  return Math.abs(after - before) > dust * Math.max(Math.abs(before), Math.abs(after))
}

// ------------------------------------------------------------------------------------------------------------ groups

/** A source's cells within reach. */
interface SourceCells {
  readonly region: Region
  readonly grid: Grid.Grid
}

interface Group {
  readonly source: SourceCells
  readonly column: string
  readonly from: number
  readonly to: number
}

const rangeOf = ({ source, column, from, to }: Group): CellRange => ({
  region: source.region,
  column,
  from,
  to,
})

const placeOf = ({ grid }: SourceCells, column: string): number => grid.columns.indexOf(column)

const valueAt = ({ source, column }: Group, row: number): number => {
  const { grid, region } = source
  return grid.cells[(row - region.from) * grid.columns.length + placeOf(source, column)]!
}

const isThere = (group: Group, row: number): boolean => !Number.isNaN(valueAt(group, row))

const countOf = (group: Group): number => rowsOf(group).length

const rowsOf = (group: Group): ReadonlyArray<number> =>
  Array.from({ length: group.to - group.from }, (_, i) => group.from + i).filter((row) => isThere(group, row))

/** One group a column; without cells that hold a value there is none. */
const groupsOf = (source: SourceCells): ReadonlyArray<Group> =>
  [...source.region.columns].flatMap((column) =>
    filled({ source, column, from: source.region.from, to: source.region.to }),
  )

/** The one row of a group that holds a value. */
function onlyCell(group: Group): Group {
  const row = rowsOf(group)[0]!
  return { ...group, from: row, to: row + 1 }
}

/** Nothing where no cell holds a value. */
const filled = (group: Group): ReadonlyArray<Group> => (countOf(group) === 0 ? [] : [group])

const isWhole = ({ source: { region }, from, to }: Group): boolean => from === region.from && to === region.to

/** The last row, the two before it, the four before those, …: what is near counts most often, and is taken first. */
function octaves(group: Group): ReadonlyArray<Group> {
  const parts: Array<Group> = []
  for (let to = group.to, size = 1; to > group.from; size *= 2) {
    const from = Math.max(group.from, to - size)
    parts.push(...filled({ ...group, from, to }))
    to = from
  }
  return parts.toReversed()
}

/** The later half last, so that it is taken first. */
function halves(group: Group): ReadonlyArray<Group> {
  const rows = rowsOf(group)
  const middle = rows[rows.length >> 1]!
  return [...filled({ ...group, to: middle }), ...filled({ ...group, from: middle })]
}

/** In order of source, column and row; groups of neighbouring rows become one. */
function joined(groups: ReadonlyArray<Group>): ReadonlyArray<CellRange> {
  const byColumn = Map.groupBy(groups, ({ source, column }) =>
    [source.region.node.id, source.region.port, column].join(" "),
  )
  const ranges: Array<CellRange> = []
  for (const key of [...byColumn.keys()].sort()) {
    for (const group of byColumn.get(key)!.toSorted((a, b) => a.from - b.from)) {
      const last = ranges.at(-1)
      const follows =
        last?.region === group.source.region && last.column === group.column && last.to === group.from
      if (follows) ranges[ranges.length - 1] = { ...last, to: group.to }
      else ranges.push(rangeOf(group))
    }
  }
  return ranges
}

const goldenRatio = (Math.sqrt(5) - 1) / 2

/** The source's cells with the group's a little larger, each by another share, so that equal changes do not cancel. */
function changed(group: Group): Grid.Grid {
  const { grid, region } = group.source
  const cells = grid.cells.slice()
  const place = placeOf(group.source, group.column)
  for (const row of rowsOf(group)) {
    const at = (row - region.from) * grid.columns.length + place
    const step = 1e-3 * (1 + ((row * goldenRatio) % 1))
    cells[at] = cells[at] === 0 ? step : cells[at]! * (1 + step)
  }
  return { ...grid, cells }
}

// ------------------------------------------------------------------------------------------------------------- bench

interface Bench {
  readonly sources: ReadonlyArray<SourceCells>
  /** the cell's value with a group changed, or as it is */
  readonly target: (group: Group | undefined) => Effect.Effect<number, PerturbError>
}

const isSource = ({ node }: Region): boolean => node.inputs.length === 0

/** Reads everything that lies in reach once; values off the way stay as they are. */
const setUp = (
  laboratory: Laboratory,
  cell: CellPlace,
  regions: ReadonlyMap<string, Region>,
): Effect.Effect<Bench, PerturbError> =>
  Effect.gen(function* () {
    const all = [...regions.values()]
    const span = spanOf(all)
    const sources: Array<SourceCells> = []
    for (const region of all.filter(isSource)) {
      const content = laboratory.contentOf(region.node, region.port)
      sources.push({ region, grid: yield* laboratory.reader.rows(content, region.from, region.to) })
    }
    const stored = new Map<string, unknown>()
    const target = (group: Group | undefined): Effect.Effect<number, PerturbError> =>
      Effect.gen(function* () {
        const fresh = new Map<string, unknown>()
        for (const node of wayFrom(laboratory.graph, group?.source.region.node, cell.node)) {
          const ports = yield* evaluate(laboratory, node, span, stored, fresh, group)
          for (const [port, value] of Object.entries(ports)) fresh.set(portId(node.id, port), value)
        }
        return cellOf(cell, regions, fresh.get(portId(cell.node.id, cell.port)))
      })
    return { sources, target }
  })

/** Keys of the rows that are looked at: no window is cut at another place than its value's start. */
interface Span {
  readonly first: number
  readonly last: number
}

const spanOf = (regions: ReadonlyArray<Region>): Span => ({
  first: Math.min(...regions.map(({ keys, from }) => keys[from]!)),
  last: Math.max(...regions.map(({ keys, to }) => keys[to - 1]!)),
})

/** Nodes on ways from a source to the cell's node, in order; all of its ancestors but sources where no source is named. */
function wayFrom(
  graph: PreparedGraph,
  source: PreparedNode | undefined,
  end: PreparedNode,
): ReadonlyArray<PreparedNode> {
  const ancestors = new Set([end, ...above(graph, end).map(({ node }) => node)])
  const on = new Set<PreparedNode>()
  for (const node of graph.nodes) {
    if (!ancestors.has(node) || node.inputs.length === 0) continue
    if (source === undefined || node.inputs.some(({ from }) => from === source || on.has(from))) on.add(node)
  }
  return [...on]
}

const evaluate = (
  laboratory: Laboratory,
  node: PreparedNode,
  span: Span,
  stored: Map<string, unknown>,
  fresh: ReadonlyMap<string, unknown>,
  group: Group | undefined,
): Effect.Effect<Readonly<Record<string, unknown>>, PerturbError> =>
  Effect.gen(function* () {
    const inputs: Record<string, unknown> = {}
    for (const [port, { arity }] of Object.entries(node.node.spec.inputs))
      if (arity === "many") inputs[port] = {}
    for (const input of node.inputs) {
      const id = portId(input.from.id, input.fromPort)
      const isChanged =
        group !== undefined && id === portId(group.source.region.node.id, group.source.region.port)
      const value = isChanged
        ? spliced(yield* storedValue(laboratory, input, span, stored), input, group)
        : (fresh.get(id) ?? (yield* storedValue(laboratory, input, span, stored)))
      if (input.key === undefined) inputs[input.port] = value
      else (inputs[input.port] as Record<string, unknown>)[input.key] = value
    }
    const call = { inputs, skip: 0, state: undefined }
    return (yield* callNode(node, call, contextOf(laboratory))).ports
  })

const contextOf = ({ seed }: Laboratory): CallContext => ({
  seed,
  workers: undefined,
  onReport: () => {},
  onNote: () => {},
})

/** The rows of the span of a stored value. */
const storedValue = (
  { store, reader, contentOf }: Laboratory,
  { from, fromPort }: PreparedInput,
  { first, last }: Span,
  stored: Map<string, unknown>,
): Effect.Effect<unknown, PerturbError> =>
  Effect.gen(function* () {
    const id = portId(from.id, fromPort)
    const known = stored.get(id)
    if (known !== undefined) return known
    const { type } = from.node.spec.outputs[fromPort]!
    const content = contentOf(from, fromPort)
    let value: unknown
    if (type.axis === undefined) value = yield* store.get(type, content)
    else {
      const { keys } = yield* reader.open(content)
      const rows = [...keys.keys()].filter((row) => keys[row]! >= first && keys[row]! <= last)
      value = type.axis.fromGrid(yield* reader.rows(content, rows[0] ?? 0, (rows.at(-1) ?? -1) + 1))
    }
    stored.set(id, value)
    return value
  })

/** A source's value with the group's cells changed. */
function spliced(value: unknown, { from, fromPort }: PreparedInput, group: Group): unknown {
  const axis = from.node.spec.outputs[fromPort]!.type.axis!
  const grid = axis.toGrid(value)
  const { region } = group.source
  const start = grid.keys.indexOf(region.keys[region.from]!)
  const cells = grid.cells.slice()
  cells.set(changed(group).cells, start * grid.columns.length)
  return axis.fromGrid({ ...grid, cells })
}

function cellOf(cell: CellPlace, regions: ReadonlyMap<string, Region>, value: unknown): number {
  const { keys } = regions.get(portId(cell.node.id, cell.port))!
  const grid = cell.node.node.spec.outputs[cell.port]!.type.axis!.toGrid(value)
  const row = grid.keys.indexOf(keys[cell.row]!)
  return grid.cells[row * grid.columns.length + grid.columns.indexOf(cell.column)]!
}
