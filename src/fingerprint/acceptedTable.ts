import * as Effect from "effect/Effect"
import { CodeRefused, DuplicateDefinition, SourceUnreadable, type FingerprintError } from "./errors.ts"
import type { FingerprintTable } from "./table.ts"

/** A table without refusals and duplicates, or the error that says what to do about them. */
export function acceptedTable(
  path: string,
  compute: () => FingerprintTable,
): Effect.Effect<FingerprintTable, FingerprintError> {
  const table = Effect.try({
    try: compute,
    catch: (cause) => new SourceUnreadable({ file: path, reason: String(cause) }),
  })
  return Effect.flatMap(table, (found): Effect.Effect<FingerprintTable, FingerprintError> => {
    const [duplicate] = found.duplicates
    if (found.refusals.length > 0) return Effect.fail(new CodeRefused({ refusals: found.refusals }))
    return duplicate ? Effect.fail(new DuplicateDefinition(duplicate)) : Effect.succeed(found)
  })
}
