import { join } from "node:path"
import type { Files } from "./files.ts"
import { keep, writeJson } from "./jsonFile.ts"
import type { ReadSummary, Resolve } from "./names.ts"
import { makeResolve } from "./resolve.ts"
import { mergeStored, readStored, SummaryStore } from "./summaryStore.ts"

export interface SourcesOptions {
  /** The folder of the package `sage`: with `src` in a clone, with `dist/summaries.json` where it is installed. */
  readonly root: string
  /** Where summaries and results are kept. */
  readonly cacheDir: string
}

/** The sources around a package, with their summaries kept from run to run. */
export interface Sources {
  readonly read: ReadSummary
  readonly resolve: Resolve
  /** Stores the summaries that were read. */
  readonly save: () => void
}

/** Opens the sources in a clone, or the summaries that an installed package brings instead. */
export function openSources({ root, cacheDir }: SourcesOptions, files: Files): Sources {
  const path = join(cacheDir, "fingerprints", "summaries.json")
  const built = join(root, "dist", "summaries.json")
  const earlier = readStored(path)
  const isClone = hasSources(root, files)
  if (!isClone) files.stamp(built)
  const known = isClone
    ? { stored: [earlier, readStored(built)] }
    : { stored: [earlier], packaged: readStored(built) }
  const store = new SummaryStore(root, files, known)
  return {
    read: store.read,
    resolve: makeResolve({ root, files, has: store.has }),
    save: () => keep(() => writeJson(path, mergeStored(root, earlier, store.used()))),
  }
}

/** Is this a clone, whose sources count? */
const hasSources = (root: string, files: Files): boolean => files.exists(join(root, "src", "index.ts"))
