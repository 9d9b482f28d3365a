import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { existsSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { Code } from "../dag/Code.ts"
import type { FingerprintError } from "./errors.ts"
import { fingerprintUserFiles } from "./fingerprintUserFiles.ts"

/**
 * Fingerprints of the nodes that a file and the files it imports define.
 *
 * @param file a path; the nearest folder above it with a package.json is the root that imports are resolved from
 * @param cache folder of stored results: what was parsed is kept there
 */
export const codeOf = (file: string, cache: string): Layer.Layer<Code, FingerprintError> =>
  Layer.unwrap(
    Effect.map(
      fingerprintUserFiles(file, { root: rootOf(resolve(file)), cacheDir: resolve(cache) }),
      ({ nodes }) => Code.layerTable(nodes),
    ),
  )

function rootOf(file: string): string {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder
  }
  return dirname(file)
}
