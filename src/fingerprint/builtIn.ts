import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { Files } from "./files.ts"
import { link } from "./link.ts"
import { reachableFiles } from "./reachable.ts"
import { makeResolve } from "./resolve.ts"
import { SummaryStore, type StoredSummaries } from "./summaryStore.ts"
import type { FingerprintTable } from "./table.ts"

/** The folders in which built-in nodes are defined. */
const NODE_FOLDERS = ["src/pipeline", "src/experiment", "src/report"]

/**
 * Fingerprints the nodes that are defined in the package's own sources.
 *
 * @param root the package's folder
 * @param stored summaries of an earlier time
 * @returns the table, and the summaries of every source that user files can reach
 */
export function fingerprintBuiltIn(
  root: string,
  stored: ReadonlyArray<StoredSummaries>,
): { readonly table: FingerprintTable; readonly summaries: StoredSummaries } {
  const files = new Files()
  const store = new SummaryStore(root, files, { stored })
  const resolve = makeResolve({ root, files, has: store.has })
  const entries = NODE_FOLDERS.flatMap((folder) => sourcesIn(root, folder))
  const defining = entries.filter((file) => {
    const summary = store.read(file)
    return summary !== undefined && summary.definitions.length + summary.defects.length > 0
  })
  const table = link(defining, store.read, resolve)
  reachableFiles([...entries, ...sourcesIn(root, "src", false)], store.read, resolve)
  return { table, summaries: store.used() }
}

function sourcesIn(root: string, folder: string, recursive = true): ReadonlyArray<string> {
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder), { recursive, encoding: "utf8" })
  const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  return sources.map((name) => `${folder}/${name.replaceAll("\\", "/")}`).sort()
}
