/** What a store is made of: a folder's, or memory. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Catalogue } from "./Catalogue.ts"
import * as ObjectFiles from "./ObjectFiles.ts"
import { openCatalogueFile, openCatalogueInMemory } from "./openCatalogue.ts"
import * as Owners from "./Owners.ts"

export interface StoreParts {
  readonly root: string
  readonly catalogue: Catalogue
  readonly files: ObjectFiles.ObjectFiles
  readonly owners: Owners.Owners
  /** milliseconds for which a process that computes a node may give no sign of life before others do it themselves */
  readonly patienceMs: number
}

const patienceMs = 10 * 60_000

export const inMemory = (): StoreParts => ({
  root: ":memory:",
  catalogue: openCatalogueInMemory(),
  files: ObjectFiles.inMemory(),
  owners: Owners.alone(),
  patienceMs,
})

/** @param say told what a user should know of how the folder was found */
export function inFolder(root: string, say: (note: string) => void = sayOnStderr): StoreParts {
  mkdirSync(root, { recursive: true })
  const path = join(root, "catalogue.db")
  return {
    root,
    catalogue: openCatalogueFile(path, (to) => say(setAsideNote(path, to))),
    files: ObjectFiles.inFolder(root),
    owners: Owners.inFolder(root),
    patienceMs,
  }
}

const setAsideNote = (path: string, to: string): string =>
  `${path} is damaged or of a later version of Sage. It was moved to ${to} and begun anew: results are computed again, and the ledger starts empty.`

// A note, not a failure: the run goes on, and this is the one place that knows.
function sayOnStderr(note: string): void {
  process.stderr.write(`${note}\n`)
}
