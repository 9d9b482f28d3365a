import { readFileSync } from "node:fs"
import { writeText } from "./jsonFile.ts"
import {
  SCHEME,
  type Declaration,
  type FingerprintTable,
  type NodeFingerprint,
  type Package,
} from "./table.ts"

/** A table as it is kept: what every plan asks for apart from what only a change of code does. */
export interface StoredTable {
  readonly identities: StoredIdentities
  readonly reached: StoredDeclarations
}

interface StoredIdentities {
  readonly scheme: string
  /** packages that nodes share are written once, and named by their place here */
  readonly packages: ReadonlyArray<Package>
  readonly nodes: Readonly<Record<string, StoredNode>>
}

type StoredNode = Omit<NodeFingerprint, "declarations" | "packages"> & {
  readonly packages: ReadonlyArray<number>
}

interface StoredDeclarations {
  /** declarations that nodes share are written once */
  readonly declarations: ReadonlyArray<Declaration>
  readonly nodes: Readonly<Record<string, ReadonlyArray<number>>>
}

/** The nodes of a table, for writing. A table with refusals or duplicates is not stored. */
export function toStoredTable({ nodes }: FingerprintTable): StoredTable {
  const declarations = new Pool<Declaration>()
  const packages = new Pool<Package>()
  const identities: Record<string, StoredNode> = {}
  const reached: Record<string, ReadonlyArray<number>> = {}
  for (const [name, node] of Object.entries(nodes)) {
    const { fingerprint, file, line } = node
    identities[name] = {
      fingerprint,
      file,
      line,
      packages: node.packages.map((one) => packages.indexOf(one)),
    }
    reached[name] = node.declarations.map((one) => declarations.indexOf(one))
  }
  return {
    identities: { scheme: SCHEME, packages: packages.items, nodes: identities },
    reached: { declarations: declarations.items, nodes: reached },
  }
}

/** undefined: made by another version. */
export function fromStoredTable({ identities, reached }: StoredTable): FingerprintTable | undefined {
  return tableOf(identities, () => reached)
}

/** @param reached asked once, when the declarations of some node are wanted */
function tableOf(
  { scheme, packages, nodes }: StoredIdentities,
  reached: () => StoredDeclarations,
): FingerprintTable | undefined {
  if (scheme !== SCHEME) return undefined
  let known: StoredDeclarations | undefined
  const declarationsOf = (name: string): ReadonlyArray<Declaration> => {
    known ??= reached()
    return pick(known.declarations, known.nodes[name] ?? [])
  }
  const entries = Object.entries(nodes).map(([name, node]): [string, NodeFingerprint] => [
    name,
    {
      ...node,
      get declarations() {
        return declarationsOf(name)
      },
      packages: pick(packages, node.packages),
    },
  ])
  return { nodes: Object.fromEntries(entries), refusals: [], duplicates: [] }
}

const pick = <A>(items: ReadonlyArray<A>, places: ReadonlyArray<number>): ReadonlyArray<A> =>
  places.flatMap((at) => items[at] ?? [])

/** Writes a table as two lines of JSON: the second is long, and is parsed only where it is needed. */
export function writeTable(path: string, table: FingerprintTable): void {
  const { identities, reached } = toStoredTable(table)
  writeText(path, `${JSON.stringify(identities)}\n${JSON.stringify(reached)}\n`)
}

/** Reads the table of the built-in nodes that the build has written; undefined: absent, damaged or of another version. */
export function readTable(path: string): FingerprintTable | undefined {
  try {
    const text = readFileSync(path, "utf8")
    const end = text.indexOf("\n")
    if (!text.endsWith("}\n")) return undefined // cut off
    const reached = (): StoredDeclarations => JSON.parse(text.slice(end + 1))
    return tableOf(JSON.parse(text.slice(0, end)), reached)
  } catch {
    return undefined
  }
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
