/**
 * Reads everything that is stored: each object against the SHA-256 that is its name, each value against its checksums.
 * What is not as it was stored is put aside, so that the next run computes it again.
 */
import { hashBytes } from "../../canonical.ts"
import type { StoreParts } from "../parts.ts"
import { Values } from "../Values.ts"

export interface Verified {
  readonly objects: number
  readonly bytes: number
  readonly values: number
  readonly damaged: ReadonlyArray<Damage>
}

export interface Damage {
  readonly problem: "missing" | "damaged"
  /** the object's file, or the value's name where it lies in the catalogue */
  readonly path: string
  /** ids of the nodes that will run again for it */
  readonly nodes: ReadonlyArray<string>
}

export function verify(parts: StoreParts): Verified {
  const { catalogue, files } = parts
  catalogue.inventory.checkPages()
  const users = usersOf(parts)
  const damaged: Array<Damage> = []
  const objects = files.all()
  for (const { hash } of objects) {
    const bytes = files.read(hash)
    if (bytes === undefined || hashBytes(bytes) === hash) continue // cleared away meanwhile, or sound
    damaged.push({ problem: "damaged", path: files.pathOf(hash), nodes: users.ofObject(hash) })
    files.quarantine(hash)
  }
  const rows = catalogue.inventory.damagedRows()
  for (const name of [...rows.keys, ...rows.contents])
    damaged.push({ problem: "damaged", path: `${name} (in the catalogue)`, nodes: users.ofValue(name) })
  catalogue.inventory.alone(() => catalogue.inventory.remove(rows.keys, rows.contents))
  const known = new Set(damaged.map(({ path }) => path))
  const values = catalogue.inventory.values()
  const reader = new Values(catalogue, files)
  for (const { content } of values) {
    const read = reader.read(content)
    if (read._tag === "Read") continue
    catalogue.dropValue(content)
    const { problem, path } = read.error
    if (!known.has(path)) damaged.push({ problem, path, nodes: users.ofValue(content) })
  }
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0)
  return { objects: objects.length, bytes, values: values.length, damaged }
}

interface Users {
  readonly ofValue: (content: string) => ReadonlyArray<string>
  readonly ofObject: (hash: string) => ReadonlyArray<string>
}

/** Which nodes made what. */
function usersOf({ catalogue }: StoreParts): Users {
  const byContent = new Map<string, Set<string>>()
  for (const { nodeId, outputs, states } of catalogue.inventory.results()) {
    for (const content of [...Object.values(outputs), ...states.map((state) => state.content)])
      byContent.set(content, (byContent.get(content) ?? new Set()).add(nodeId))
  }
  const ofValue = (content: string): ReadonlyArray<string> => [...(byContent.get(content) ?? [])]
  const values = catalogue.inventory.values()
  return {
    ofValue,
    ofObject: (hash) => [
      ...new Set(
        values.flatMap(({ content, objects }) =>
          objects.some((object) => object.hash === hash) ? ofValue(content) : [],
        ),
      ),
    ],
  }
}
