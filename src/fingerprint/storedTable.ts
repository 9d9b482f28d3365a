import { readJson } from "./jsonFile.ts"
import {
  SCHEME,
  type Declaration,
  type FingerprintTable,
  type NodeFingerprint,
  type Package,
} from "./table.ts"

/** A table as it is written to a file: declarations and packages that nodes share are written once. */
export interface StoredTable {
  readonly scheme: string
  readonly declarations: ReadonlyArray<Declaration>
  readonly packages: ReadonlyArray<Package>
  readonly nodes: Readonly<Record<string, StoredNode>>
}

type StoredNode = Omit<NodeFingerprint, "declarations" | "packages"> & {
  readonly declarations: ReadonlyArray<number>
  readonly packages: ReadonlyArray<number>
}

/** The nodes of a table, for writing. A table with refusals or duplicates is not stored. */
export function toStoredTable({ nodes }: FingerprintTable): StoredTable {
  const declarations = new Pool<Declaration>()
  const packages = new Pool<Package>()
  const stored = Object.entries(nodes).map(([name, node]): [string, StoredNode] => [
    name,
    {
      ...node,
      declarations: node.declarations.map((one) => declarations.indexOf(one)),
      packages: node.packages.map((one) => packages.indexOf(one)),
    },
  ])
  return {
    scheme: SCHEME,
    declarations: declarations.items,
    packages: packages.items,
    nodes: Object.fromEntries(stored),
  }
}

/** undefined: made by another version. */
export function fromStoredTable(stored: StoredTable): FingerprintTable | undefined {
  if (stored.scheme !== SCHEME) return undefined
  const pick = <A>(items: ReadonlyArray<A>, indices: ReadonlyArray<number>) =>
    indices.flatMap((at) => items[at] ?? [])
  const nodes = Object.entries(stored.nodes).map(([name, node]): [string, NodeFingerprint] => [
    name,
    {
      ...node,
      declarations: pick(stored.declarations, node.declarations),
      packages: pick(stored.packages, node.packages),
    },
  ])
  return { nodes: Object.fromEntries(nodes), refusals: [], duplicates: [] }
}

/** Reads the table of the built-in nodes that the build has written; undefined: absent, damaged or of another version. */
export function readTable(path: string): FingerprintTable | undefined {
  const stored = readJson(path) as StoredTable | undefined
  return stored && fromStoredTable(stored)
}

/** Nodes of one table share their declarations and packages as objects. */
class Pool<A> {
  readonly items: Array<A> = []
  readonly #indices = new Map<A, number>()

  indexOf(item: A): number {
    const index = this.#indices.get(item) ?? this.items.push(item) - 1
    this.#indices.set(item, index)
    return index
  }
}
