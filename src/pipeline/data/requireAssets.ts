import * as Effect from "effect/Effect"
import { nearest } from "../../dag/nearest.ts"
import { AssetNotFound } from "./errors.ts"
import type { SnapshotManifest } from "./SnapshotManifest.ts"

/** The assets themselves, if the snapshot has them all. */
export function requireAssets(
  manifest: SnapshotManifest,
  assets: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<string>, AssetNotFound> {
  const known = new Set(manifest.symbols.map((symbol) => symbol.ticker))
  const missing = assets.find((asset) => !known.has(asset))
  if (missing === undefined) return Effect.succeed(assets)
  return Effect.fail(
    new AssetNotFound({
      asset: missing,
      where: `snapshot ${manifest.name}`,
      nearest: nearest(missing.toUpperCase(), known),
    }),
  )
}
