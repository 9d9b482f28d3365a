import { Files, isUnchanged, stampOf, type Stamp } from "./files.ts"
import { keep, readJson, writeJson } from "./jsonFile.ts"
import { fromStoredTable, toStoredTable, type StoredTable } from "./storedTable.ts"
import { SUMMARY_VERSION } from "./summariseFile.ts"
import type { FingerprintTable } from "./table.ts"

/** A table and everything it was made from. */
interface StoredResult {
  readonly version: number
  readonly question: string
  readonly lookedAtMs: number
  readonly inputs: ReadonlyArray<readonly [path: string, stamp: Stamp]>
  readonly table: StoredTable
}

/**
 * The table of an earlier time if it answers the same question and no file it was made from has changed; else a fresh one.
 *
 * A table with refusals or duplicates is made anew each time.
 */
export function cachedTable(
  path: string,
  question: string,
  compute: (files: Files) => FingerprintTable,
): FingerprintTable {
  const earlier = readResult(path, question)
  if (earlier) return earlier
  const files = new Files()
  const table = compute(files)
  if (table.refusals.length + table.duplicates.length === 0) {
    const inputs = [...files.seen]
    const result: StoredResult = {
      version: SUMMARY_VERSION,
      question,
      lookedAtMs: files.sinceMs,
      inputs,
      table: toStoredTable(table),
    }
    keep(() => writeJson(path, result))
  }
  return table
}

function readResult(path: string, question: string): FingerprintTable | undefined {
  const stored = readJson(path) as StoredResult | undefined
  if (stored?.version !== SUMMARY_VERSION || stored.question !== question) return undefined
  const isCurrent = stored.inputs.every(([file, stamp]) =>
    isUnchanged(stamp, stored.lookedAtMs, stampOf(file)),
  )
  return isCurrent ? fromStoredTable(stored.table) : undefined
}
