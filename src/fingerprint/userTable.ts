import { join } from "node:path"
import { cachedTable } from "./cachedTable.ts"
import { hashValue } from "./encoding.ts"
import { link } from "./link.ts"
import { reachableFiles } from "./reachable.ts"
import { keyOf } from "./resolve.ts"
import { openSources, type SourcesOptions } from "./sources.ts"
import type { FingerprintTable } from "./table.ts"

/** Fingerprints the nodes that a user's file and the files it imports define. Throws where a file cannot be read. */
export function tableOfUserFiles(entryFile: string, options: SourcesOptions): FingerprintTable {
  const { root, cacheDir } = options
  const path = join(cacheDir, "fingerprints", `${hashValue([root, entryFile])}.json`)
  return cachedTable(path, entryFile, (files) => {
    const { read, resolve, save } = openSources(options, files)
    const entries = reachableFiles([keyOf(root, entryFile)], read, resolve, isUserFile)
    const table = link(entries, read, resolve)
    save()
    return table
  })
}

const isUserFile = (key: string) => !key.startsWith("src/") && !key.includes("node_modules/")
