import { join } from "node:path"
import { hashValue } from "./encoding.ts"
import { Files, isUnchanged, stampOf, type Stamp } from "./files.ts"
import { readJson, writeJson } from "./jsonFile.ts"
import { link } from "./link.ts"
import { reachableFiles } from "./reachable.ts"
import { keyOf, makeResolve } from "./resolve.ts"
import { fromStoredTable, toStoredTable, type StoredTable } from "./storedTable.ts"
import { SUMMARY_VERSION } from "./summariseFile.ts"
import { mergeStored, readStored, SummaryStore, type KnownSummaries } from "./summaryStore.ts"
import type { FingerprintTable } from "./table.ts"

export interface UserFilesOptions {
  /** The folder of the package `sage`: with `src` in a clone, with `dist/summaries.json` where it is installed. */
  readonly root: string
  /** Where summaries and results are kept. */
  readonly cacheDir: string
}

/** A table and everything it was made from. */
interface StoredResult {
  readonly version: number
  readonly lookedAtMs: number
  readonly inputs: ReadonlyArray<readonly [path: string, stamp: Stamp]>
  readonly table: StoredTable
}

/** Fingerprints the nodes that a user's file and the files it imports define. Throws where a file cannot be read. */
export function tableOfUserFiles(entryFile: string, options: UserFilesOptions): FingerprintTable {
  const resultFile = join(options.cacheDir, "fingerprints", `${hashValue([options.root, entryFile])}.json`)
  return storedResult(resultFile) ?? freshResult(entryFile, options, resultFile)
}

/** The result of an earlier time, if no file that it looked at has changed. */
function storedResult(path: string): FingerprintTable | undefined {
  const stored = readJson(path) as StoredResult | undefined
  if (stored?.version !== SUMMARY_VERSION) return undefined
  const isCurrent = stored.inputs.every(([file, stamp]) =>
    isUnchanged(stamp, stored.lookedAtMs, stampOf(file)),
  )
  return isCurrent ? fromStoredTable(stored.table) : undefined
}

function freshResult(
  entryFile: string,
  { root, cacheDir }: UserFilesOptions,
  resultFile: string,
): FingerprintTable {
  const files = new Files()
  const summariesFile = join(cacheDir, "fingerprints", "summaries.json")
  const earlier = readStored(summariesFile)
  const store = new SummaryStore(root, files, knownSummaries(root, files, earlier))
  const resolve = makeResolve({ root, files, has: store.has })
  const table = link(
    reachableFiles([keyOf(root, entryFile)], store.read, resolve, isUserFile),
    store.read,
    resolve,
  )
  const inputs = [...files.seen]
  keep(() => writeJson(summariesFile, mergeStored(root, earlier, store.used())))
  if (table.refusals.length + table.duplicates.length === 0) {
    const result: StoredResult = {
      version: SUMMARY_VERSION,
      lookedAtMs: files.sinceMs,
      inputs,
      table: toStoredTable(table),
    }
    keep(() => writeJson(resultFile, result))
  }
  return table
}

function knownSummaries(
  root: string,
  files: Files,
  earlier: KnownSummaries["stored"][number],
): KnownSummaries {
  const built = join(root, "dist", "summaries.json")
  if (files.exists(join(root, "src", "index.ts"))) return { stored: [earlier, readStored(built)] }
  files.stamp(built)
  return { stored: [earlier], packaged: readStored(built) }
}

const isUserFile = (key: string) => !key.startsWith("src/") && !key.includes("node_modules/")

/** Fingerprints are right without a cache, so one that cannot be written is no failure. */
function keep(write: () => void): void {
  try {
    write()
  } catch {
    // The next run computes the same again.
  }
}
