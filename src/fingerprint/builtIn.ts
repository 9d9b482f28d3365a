import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { cachedTable } from "./cachedTable.ts"
import { hashValue } from "./encoding.ts"
import { Files } from "./files.ts"
import { link } from "./link.ts"
import type { ReadSummary, Resolve } from "./names.ts"
import { reachableFiles } from "./reachable.ts"
import { makeResolve } from "./resolve.ts"
import { openSources, type SourcesOptions } from "./sources.ts"
import { readTable } from "./storedTable.ts"
import { SummaryStore, type StoredSummaries } from "./summaryStore.ts"
import type { FingerprintTable } from "./table.ts"

/** The folders in which built-in nodes are defined. */
const NODE_FOLDERS = ["src/pipeline", "src/experiment", "src/report"]

/**
 * Fingerprints the package's own nodes from its sources, for the build.
 *
 * @param stored summaries of an earlier time
 * @returns the table, and the summaries of every source that user files can reach
 */
export function buildBuiltIn(
  root: string,
  stored: StoredSummaries,
): { readonly table: FingerprintTable; readonly summaries: StoredSummaries } {
  const files = new Files()
  const store = new SummaryStore(root, files, { stored: [stored] })
  const resolve = makeResolve({ root, files, has: store.has })
  const table = linkBuiltIn(nodeFiles(root), store.read, resolve)
  reachableFiles([...nodeFiles(root), ...sourcesIn(root, "src", false)], store.read, resolve)
  return { table, summaries: store.used() }
}

/**
 * The fingerprints of the package's own nodes: of its sources as they are now in a clone, of the build where it is installed.
 * Throws where a file cannot be read.
 */
export function tableOfBuiltIn(options: SourcesOptions): FingerprintTable {
  const { root, cacheDir } = options
  const entries = nodeFiles(root)
  if (entries.length === 0) return readTable(join(root, "dist", "fingerprints.json")) ?? EMPTY
  const path = join(cacheDir, "fingerprints", `${hashValue([root])}.json`)
  return cachedTable(path, hashValue(entries), (files) => {
    const { read, resolve, save } = openSources(options, files)
    const table = linkBuiltIn(entries, read, resolve)
    save()
    return table
  })
}

const EMPTY: FingerprintTable = { nodes: {}, refusals: [], duplicates: [] }

/** Links the files that define nodes. */
function linkBuiltIn(entries: ReadonlyArray<string>, read: ReadSummary, resolve: Resolve): FingerprintTable {
  const defining = entries.filter((file) => {
    const summary = read(file)
    return summary !== undefined && summary.definitions.length + summary.defects.length > 0
  })
  return link(defining, read, resolve)
}

const nodeFiles = (root: string) => NODE_FOLDERS.flatMap((folder) => sourcesIn(root, folder))

function sourcesIn(root: string, folder: string, recursive = true): ReadonlyArray<string> {
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder), { recursive, encoding: "utf8" })
  const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  return sources.map((name) => `${folder}/${name.replaceAll("\\", "/")}`).sort()
}
