import { hashBytes } from "./encoding.ts"
import { isUnchanged, stampOf, type Files, type Stamp } from "./files.ts"
import { readJson } from "./jsonFile.ts"
import { isCode, SUMMARY_VERSION, summariseContent, summariseFile } from "./summariseFile.ts"
import type { FileSummary } from "./summary.ts"
import { pathOf } from "./resolve.ts"

/** Stored summaries by file key. */
export interface StoredSummaries {
  readonly version: number
  readonly files: Readonly<Record<string, StoredSummary>>
}

interface StoredSummary {
  readonly stamp: Stamp
  /** When the stamp was taken. */
  readonly lookedAtMs: number
  readonly sha256: string
  readonly summary: FileSummary
}

/** Where summaries may be found without parsing. */
export interface KnownSummaries {
  /** Earlier summaries of files that exist; used where size and times or the content's hash are the same. */
  readonly stored: ReadonlyArray<StoredSummaries>
  /** Summaries of sources that are not there: a published package carries these instead of its `src`. */
  readonly packaged?: StoredSummaries
}

/** Summaries of files, parsed only where neither size and times nor the content's hash are known. */
export class SummaryStore {
  readonly #root: string
  readonly #files: Files
  readonly #known: KnownSummaries
  readonly #used = new Map<string, StoredSummary>()

  constructor(root: string, files: Files, known: KnownSummaries) {
    this.#root = root
    this.#files = files
    this.#known = known
  }

  readonly has = (key: string): boolean =>
    this.#known.packaged?.files[key] !== undefined || this.#files.exists(pathOf(this.#root, key))

  readonly read = (key: string): FileSummary | undefined => {
    const packaged = this.#known.packaged?.files[key]
    if (packaged) return packaged.summary
    const found = this.#used.get(key) ?? this.#find(key)
    if (found) this.#used.set(key, found)
    return found?.summary
  }

  /** Everything read from files, to be stored. */
  used(): StoredSummaries {
    return { version: SUMMARY_VERSION, files: Object.fromEntries(this.#used) }
  }

  #find(key: string): StoredSummary | undefined {
    const path = pathOf(this.#root, key)
    const stamp = this.#files.stamp(path)
    const candidates = this.#known.stored.flatMap(({ files }) => files[key] ?? [])
    const same = candidates.find((one) => isUnchanged(one.stamp, one.lookedAtMs, stamp))
    if (same) return same
    const bytes = this.#files.readBytes(path)
    if (bytes === undefined) return undefined
    const sha256 = hashBytes(bytes)
    const equal = candidates.find((one) => one.sha256 === sha256)
    const summary = equal?.summary ?? summarise(key, bytes, sha256)
    return { stamp, lookedAtMs: this.#files.sinceMs, sha256, summary }
  }
}

/** Earlier summaries with newer ones over them, without those of files that are gone. */
export function mergeStored(root: string, earlier: StoredSummaries, newer: StoredSummaries): StoredSummaries {
  const kept = Object.entries(earlier.files).filter(([key]) => stampOf(pathOf(root, key)) !== null)
  return { version: SUMMARY_VERSION, files: { ...Object.fromEntries(kept), ...newer.files } }
}

function summarise(key: string, bytes: Uint8Array, sha256: string): FileSummary {
  if (!isCode(key) && !key.endsWith(".json")) return summariseContent(sha256)
  return summariseFile(key, new TextDecoder().decode(bytes))
}

const NOTHING: StoredSummaries = { version: SUMMARY_VERSION, files: {} }

/** Reads stored summaries; absent, damaged or made by another version: none. */
export function readStored(path: string): StoredSummaries {
  const stored = readJson(path) as Partial<StoredSummaries> | undefined
  return stored?.version === SUMMARY_VERSION && stored.files
    ? { version: SUMMARY_VERSION, files: stored.files }
    : NOTHING
}
