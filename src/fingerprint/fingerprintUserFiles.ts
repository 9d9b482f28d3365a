import * as Effect from "effect/Effect"
import { resolve } from "node:path"
import { acceptedTable } from "./acceptedTable.ts"
import { SourceUnreadable, type FingerprintError } from "./errors.ts"
import { stampOf } from "./files.ts"
import type { SourcesOptions } from "./sources.ts"
import type { FingerprintTable } from "./table.ts"
import { tableOfUserFiles } from "./userTable.ts"

/**
 * Fingerprints every node that a user's file and the files it imports define, wherever they lie.
 *
 * An unchanged file costs one look at the times of all files involved; a changed one is parsed alone.
 */
export function fingerprintUserFiles(
  entryFile: string,
  options: SourcesOptions,
): Effect.Effect<FingerprintTable, FingerprintError> {
  const path = resolve(entryFile)
  const root = resolve(options.root)
  const cacheDir = resolve(options.cacheDir)
  return Effect.suspend(() =>
    stampOf(path) === null
      ? Effect.fail(new SourceUnreadable({ file: path, reason: "no such file" }))
      : acceptedTable(path, () => tableOfUserFiles(path, { root, cacheDir })),
  )
}
