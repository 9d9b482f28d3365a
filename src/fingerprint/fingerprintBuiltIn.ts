import type * as Effect from "effect/Effect"
import { resolve } from "node:path"
import { acceptedTable } from "./acceptedTable.ts"
import { tableOfBuiltIn } from "./builtIn.ts"
import type { FingerprintError } from "./errors.ts"
import type { SourcesOptions } from "./sources.ts"
import type { FingerprintTable } from "./table.ts"

/** Fingerprints the package's own nodes: of its sources in a clone, as the build wrote them where it is installed. */
export function fingerprintBuiltIn(
  options: SourcesOptions,
): Effect.Effect<FingerprintTable, FingerprintError> {
  const root = resolve(options.root)
  const cacheDir = resolve(options.cacheDir)
  return acceptedTable(root, () => tableOfBuiltIn({ root, cacheDir }))
}
