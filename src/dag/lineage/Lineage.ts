/** Where a node's value, or one cell of it, comes from: what `sage lineage` prints. Reads what is stored; stores nothing. */
import * as Effect from "effect/Effect"
import { shownKey } from "../Grid.ts"
import { RowReader } from "../incremental/rowReader.ts"
import { nearest } from "../nearest.ts"
import type { Plan } from "../Plan.ts"
import type { PreparedNode } from "../Prepared.ts"
import { Store } from "../store/Store.ts"
import { CellUnknown, NotComputed } from "./errors.ts"
import { type CellRange, influenceOf } from "./perturb.ts"
import { above } from "./relatives.ts"
import { type CellPlace, type ContentOf, type Region, regionsOf } from "./regions.ts"

export interface CellRequest {
  /** as the output's type shows its keys: a date */
  readonly key: string
  readonly column: string
  /** output of the node; the first with rows when undefined */
  readonly port: string | undefined
  /** computations that the search for what moves the cell may take */
  readonly tries: number
}

/** Cells of one output, keys as its type shows them. */
export interface CellsTold {
  readonly id: string
  readonly port: string
  readonly first: string
  readonly last: string
  readonly rows: number
  readonly columns: ReadonlyArray<string>
}

export interface CellLineage {
  readonly id: string
  readonly port: string
  readonly key: string
  readonly column: string
  /** null where there is none */
  readonly value: number | null
  /** inputs of the graph within reach */
  readonly sources: ReadonlyArray<CellsTold>
  /** values between them and the cell */
  readonly between: ReadonlyArray<CellsTold>
  /** cells of the sources that move the cell when they change by about a thousandth */
  readonly moves: ReadonlyArray<CellsTold>
  /** groups that would have taken more computations */
  readonly undecided: ReadonlyArray<CellsTold>
  readonly candidates: number
  readonly tried: number
}

export const cellLineage = (plan: Plan, node: PreparedNode, request: CellRequest) =>
  Effect.gen(function* () {
    const store = yield* Store
    const contentOf = yield* contentsOf(plan, node)
    const reader = new RowReader(store)
    const cell = yield* findCell(reader, contentOf, node, request)
    const regions = yield* regionsOf(plan.graph, cell, reader, contentOf)
    const all = [...regions.values()].filter((region) => region.node !== node)
    const laboratory = { graph: plan.graph, store, reader, contentOf, seed: seedOf(plan) }
    const influence =
      node.inputs.length === 0 ? noInfluence : yield* influenceOf(laboratory, cell, regions, request.tries)
    const grid = yield* reader.rows(contentOf(node, cell.port), cell.row, cell.row + 1)
    const value = grid.cells[grid.columns.indexOf(cell.column)]!
    const told: CellLineage = {
      id: node.id,
      port: cell.port,
      key: request.key,
      column: cell.column,
      value: Number.isNaN(value) ? null : value,
      sources: all.filter((region) => region.node.inputs.length === 0).map(regionTold),
      between: all.filter((region) => region.node.inputs.length > 0).map(regionTold),
      moves: influence.moves.map(rangeTold),
      undecided: influence.undecided.map(rangeTold),
      candidates: influence.candidates,
      tried: influence.tried,
    }
    return told
  })

const noInfluence = { moves: [], undecided: [], candidates: 0, tried: 0 } as const

/** All nodes with a stream share the study's seed. */
const seedOf = (plan: Plan): number =>
  [...plan.identities.values()].find(({ seed }) => seed !== null)?.seed ?? 0

/** Contents of the node and its ancestors, which must be stored as the graph is now. */
const contentsOf = (plan: Plan, node: PreparedNode): Effect.Effect<ContentOf, NotComputed> => {
  const missing = [node, ...above(plan.graph, node).map((relative) => relative.node)].filter(
    ({ id }) => plan.nodes.get(id)!.status !== "cached",
  )
  if (missing.length > 0)
    return Effect.fail(new NotComputed({ node: node.id, missing: missing.length, file: plan.name }))
  return Effect.succeed(({ id }, port) => {
    const planned = plan.nodes.get(id)!
    return planned.status === "cached" ? planned.result.outputs[port]! : ""
  })
}

const findCell = (
  reader: RowReader,
  contentOf: ContentOf,
  node: PreparedNode,
  { key, column, port }: CellRequest,
) =>
  Effect.gen(function* () {
    const ports = Object.entries(node.node.spec.outputs).filter(([, { type }]) => type.axis !== undefined)
    const found = port === undefined ? ports[0] : ports.find(([name]) => name === port)
    if (found === undefined) {
      const names = ports.map(([name]) => name)
      const problem = names.length === 0 ? "has no rows" : `has no output ${port} with rows`
      return yield* new CellUnknown({ node: node.id, problem, known: names, nearest: null })
    }
    const [name, { type }] = found
    const { keys, header } = yield* reader.open(contentOf(node, name))
    const row = keys.findIndex((one) => shownKey(type.axis, one) === key)
    if (row < 0) {
      const ends = keys.length === 0 ? [] : [keys[0]!, keys.at(-1)!].map((one) => shownKey(type.axis, one))
      return yield* new CellUnknown({
        node: node.id,
        problem: `has no row ${key}; its rows run from ${ends.join(" to ")}`,
        known: [],
        nearest: null,
      })
    }
    const { columns } = JSON.parse(header) as { readonly columns: ReadonlyArray<string> }
    if (!columns.includes(column))
      return yield* new CellUnknown({
        node: node.id,
        problem: `has no column ${column}`,
        known: columns,
        nearest: nearest(column, columns),
      })
    return { node, port: name, row, column } satisfies CellPlace
  })

function rangeTold({ region, column, from, to }: CellRange): CellsTold {
  return told(region, from, to, [column])
}

const regionTold = (region: Region): CellsTold =>
  told(
    region,
    region.from,
    region.to,
    region.names.filter((name) => region.columns.has(name)),
  )

function told(region: Region, from: number, to: number, columns: ReadonlyArray<string>): CellsTold {
  const { axis } = region.node.node.spec.outputs[region.port]!.type
  const show = (row: number): string => shownKey(axis, region.keys[row]!)
  return {
    id: region.node.id,
    port: region.port,
    first: show(from),
    last: show(to - 1),
    rows: to - from,
    columns,
  }
}
