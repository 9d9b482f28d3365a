import * as Effect from "effect/Effect"
import { resolve } from "node:path"
import { CodeRefused, DuplicateDefinition, SourceUnreadable, type FingerprintError } from "./errors.ts"
import { stampOf } from "./files.ts"
import type { FingerprintTable } from "./table.ts"
import { tableOfUserFiles, type UserFilesOptions } from "./userTable.ts"

/**
 * Fingerprints every node that a user's file and the files it imports define, wherever they lie.
 *
 * An unchanged file costs one look at the times of all files involved; a changed one is parsed alone.
 */
export function fingerprintUserFiles(
  entryFile: string,
  options: UserFilesOptions,
): Effect.Effect<FingerprintTable, FingerprintError> {
  const path = resolve(entryFile)
  return Effect.try({
    try: () => tableOfUserFiles(path, { root: resolve(options.root), cacheDir: resolve(options.cacheDir) }),
    catch: (cause) => new SourceUnreadable({ file: path, reason: String(cause) }),
  }).pipe(Effect.flatMap((table) => accept(path, table)))
}

function accept(path: string, table: FingerprintTable): Effect.Effect<FingerprintTable, FingerprintError> {
  const [duplicate] = table.duplicates
  if (table.refusals.length > 0) return Effect.fail(new CodeRefused({ refusals: table.refusals }))
  if (duplicate) return Effect.fail(new DuplicateDefinition(duplicate))
  const isEmpty = Object.keys(table.nodes).length === 0
  if (isEmpty && stampOf(path) === null)
    return Effect.fail(new SourceUnreadable({ file: path, reason: "no such file" }))
  return Effect.succeed(table)
}
