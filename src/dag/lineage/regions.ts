/**
 * Which cells of each value a cell may depend on, by declared reach and scope along every way: rows from … to and some
 * columns. Declarations are tested by laws, so what lies outside does not count.
 */
import * as Effect from "effect/Effect"
import type { ObjectDamaged, StoreError } from "../errors.ts"
import * as Grid from "../Grid.ts"
import { portId } from "../portId.ts"
import type { PreparedGraph, PreparedInput, PreparedNode } from "../Prepared.ts"
import type { RowReader } from "../incremental/rowReader.ts"
import { intervalOf } from "./relatives.ts"

/** Cells of one output of one node. */
export interface Region {
  readonly node: PreparedNode
  readonly port: string
  readonly keys: Int32Array
  readonly names: ReadonlyArray<string>
  /** rows [from, to) */
  readonly from: number
  readonly to: number
  readonly columns: ReadonlySet<string>
}

export interface CellPlace {
  readonly node: PreparedNode
  readonly port: string
  readonly row: number
  readonly column: string
}

/** Content of a stored output. */
export type ContentOf = (node: PreparedNode, port: string) => string

type Read<A> = Effect.Effect<A, StoreError | ObjectDamaged>

/** @returns regions by `id port`, of the cell itself too; values without rows are left out */
export const regionsOf = (
  graph: PreparedGraph,
  cell: CellPlace,
  reader: RowReader,
  contentOf: ContentOf,
): Read<ReadonlyMap<string, Region>> =>
  Effect.gen(function* () {
    const regions = new Map<string, Region>()
    const wholes = new Set<PreparedNode>()
    const start = yield* openValue(reader, contentOf, cell.node, cell.port)
    const columns = new Set([cell.column])
    add(regions, { ...start, from: cell.row, to: cell.row + 1, columns })
    for (const node of graph.nodes.toReversed()) {
      const own = [...regions.values()].filter((region) => region.node === node)
      if (own.length === 0 && !wholes.has(node)) continue
      for (const input of node.inputs) {
        if (input.from.node.spec.outputs[input.fromPort]!.type.axis === undefined) {
          wholes.add(input.from)
          continue
        }
        const value = yield* openValue(reader, contentOf, input.from, input.fromPort)
        add(regions, wholes.has(node) ? everything(value) : through(node, input, own, value))
      }
    }
    return regions
  })

type Opened = Pick<Region, "node" | "port" | "keys" | "names">

const openValue = (reader: RowReader, contentOf: ContentOf, node: PreparedNode, port: string): Read<Opened> =>
  Effect.map(reader.open(contentOf(node, port)), ({ keys, header }) => ({
    node,
    port,
    keys,
    names: Grid.columnsOf(header),
  }))

const everything = (value: Opened): Region => ({
  ...value,
  from: 0,
  to: value.keys.length,
  columns: new Set(value.names),
})

/** The part of an input that the regions of a node's outputs may depend on. */
function through(
  node: PreparedNode,
  input: PreparedInput,
  own: ReadonlyArray<Region>,
  value: Opened,
): Region {
  const { back, ahead } = intervalOf(node, input)
  const from = Math.min(...own.map((region) => region.from))
  const to = Math.max(...own.map((region) => region.to))
  const sameRows = own.every(({ keys }) => sameKeys(keys, value.keys))
  const wanted = new Set(own.flatMap(({ columns }) => [...columns]))
  const named = value.names.filter((name) => wanted.has(name))
  const isApart = node.node.spec.scope === "each" && named.length > 0
  return {
    ...value,
    from: sameRows ? Math.max(0, from - back) : 0,
    to: sameRows ? Math.min(value.keys.length, to + ahead) : value.keys.length,
    columns: new Set(isApart ? named : value.names),
  }
}

const sameKeys = (left: Int32Array, right: Int32Array): boolean =>
  left === right || (left.length === right.length && left.every((key, i) => key === right[i]))

/** Several ways may lead to one value: the hull of their regions. */
function add(regions: Map<string, Region>, region: Region): void {
  const id = portId(region.node.id, region.port)
  const known = regions.get(id)
  if (region.from >= region.to) return // nothing that far back or ahead
  regions.set(
    id,
    known === undefined
      ? region
      : {
          ...known,
          from: Math.min(known.from, region.from),
          to: Math.max(known.to, region.to),
          columns: new Set([...known.columns, ...region.columns]),
        },
  )
}
