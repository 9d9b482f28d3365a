/** Compares every file with the manifest; a deep look decodes the values and hashes them too. */
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { type ColumnName, columns as allColumns } from "../../pipeline/data/Bars.ts"
import type { SnapshotDamaged } from "../../pipeline/data/errors.ts"
import type { SnapshotManifest, YearFile } from "../../pipeline/data/SnapshotManifest.ts"
import type { VerifyReport } from "../../pipeline/data/SnapshotStore.ts"
import { columnHashes } from "../../pipeline/data/snapshotContent.ts"
import { barsReader } from "../readBars.ts"
import { damaged, readManifest } from "./readManifest.ts"
import { checkedBytes, checkFile, decodeFile } from "./readSnapshot.ts"
import type { Root } from "./root.ts"

export const verify = Effect.fnUntraced(function* (root: Root, name: string, deep: boolean) {
  const manifest = yield* readManifest(root, name)
  const found: Array<SnapshotDamaged> = []
  for (const file of manifest.files) {
    const check = deep ? deepDamage(root, manifest, file) : Effect.as(checkFile(root, name, file), [])
    found.push(...(yield* Effect.catchTag(check, "SnapshotDamaged", (damage) => Effect.succeed([damage]))))
  }
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  return { name, files: manifest.files.length, bytes, deep, damaged: found } satisfies VerifyReport
})

/** Columns whose decoded values are not those of the manifest, once the bytes are. */
const deepDamage = Effect.fnUntraced(function* (
  root: Root,
  { name, symbols }: SnapshotManifest,
  file: YearFile,
) {
  const bytes = yield* checkedBytes(root, name, file)
  const path = join(root.path, name, file.path)
  const everyColumn = Object.keys(allColumns) as ReadonlyArray<ColumnName>
  const all = symbols.map(({ ticker }) => ticker)
  const reader = barsReader(file.rows, all, everyColumn)
  yield* decodeFile(root, name, file, bytes, reader)
  const bars = reader.bars()
  if (bars.session.length !== file.rows) {
    return [damaged(name, path, "number of rows", String(file.rows), String(bars.session.length))]
  }
  const hashes = columnHashes(bars, { year: file.year, from: 0, to: file.rows })
  return Object.entries(file.columns)
    .filter(([column, hash]) => hashes[column] !== hash)
    .map(([column, hash]) => damaged(name, path, `content of ${column}`, hash, hashes[column] ?? "absent"))
})
