/** Bars and sessions of a snapshot, each file compared with its SHA-256 before it is decoded. */
import { hash } from "node:crypto"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { type ColumnName, columns as allColumns } from "../../pipeline/data/Bars.ts"
import type { FileError, SnapshotDamaged } from "../../pipeline/data/errors.ts"
import { requireAssets } from "../../pipeline/data/requireAssets.ts"
import type { YearFile } from "../../pipeline/data/SnapshotManifest.ts"
import type { ReadOptions } from "../../pipeline/data/SnapshotStore.ts"
import { attempt, hashFile, readBytes, reasonOf } from "../files.ts"
import { type BarsReader, barsReader } from "../readBars.ts"
import { damaged, readManifest } from "./readManifest.ts"
import { isLink, type Root } from "./root.ts"

export const sha256 = (bytes: Uint8Array): string => hash("sha256", bytes)

export const sessionsOf = Effect.fnUntraced(function* (root: Root, name: string) {
  const { calendar, first_session, last_session } = yield* readManifest(root, name)
  if (calendar !== "union") {
    const [first, last] = [parseIsoDate(first_session)!, parseIsoDate(last_session)!]
    return ExchangeCalendar.sessionsBetween(ExchangeCalendar.byName(calendar), first, last)
  }
  const { session } = yield* readSnapshot(root, name, { columns: [] }).pipe(
    Effect.catchTag("AssetNotFound", Effect.die), // all assets were asked for
  )
  return Int32Array.from(new Set(session))
})

export const readSnapshot = Effect.fnUntraced(function* <C extends ColumnName>(
  root: Root,
  name: string,
  { columns, assets, years }: ReadOptions<C> = {},
) {
  const manifest = yield* readManifest(root, name)
  if (assets !== undefined) yield* requireAssets(manifest, assets)
  const files = manifest.files.filter((file) => years === undefined || years.includes(file.year))
  const wanted = columns ?? (Object.keys(allColumns) as ReadonlyArray<ColumnName> as ReadonlyArray<C>)
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  const all = manifest.symbols.map(({ ticker }) => ticker)
  const reader = barsReader(rows, all, wanted, assets)
  for (const file of files) {
    const bytes = yield* checkedBytes(root, name, file)
    yield* decodeFile(root, name, file, bytes, reader)
  }
  return reader.bars()
})

/** Bytes that have the right hash were written by us: what fails after that is damage of another kind. */
export const decodeFile = (
  root: Root,
  name: string,
  file: YearFile,
  bytes: Uint8Array,
  reader: Pick<BarsReader<ColumnName>, "add">,
) => {
  const path = join(root.path, name, file.path)
  return Effect.tryPromise({
    try: () => reader.add(path, bytes, file.rows),
    catch: (cause) => damaged(name, path, "content", "readable Parquet", reasonOf(cause)),
  })
}

/** The bytes of a year's file, if they are those that were written. */
export const checkedBytes = Effect.fnUntraced(function* (root: Root, name: string, file: YearFile) {
  const path = yield* plainFile(root, name, file)
  const bytes = yield* readBytes(path).pipe(Effect.mapError((error) => missing(name, file, error)))
  const found = sha256(bytes)
  if (found !== file.sha256) return yield* damaged(name, path, "sha256", file.sha256, found)
  return bytes
})

/** Whether a year's file is as it was written: a block of it after the other, none of it kept. */
export const checkFile = Effect.fnUntraced(function* (root: Root, name: string, file: YearFile) {
  const path = yield* plainFile(root, name, file)
  const found = yield* hashFile(path).pipe(Effect.mapError((error) => missing(name, file, error)))
  if (found !== file.sha256) return yield* damaged(name, path, "sha256", file.sha256, found)
})

const plainFile = Effect.fnUntraced(function* (root: Root, name: string, file: YearFile) {
  const path = join(root.path, name, file.path)
  if (!(yield* attempt("read", path, () => isLink(path)))) return path
  return yield* damaged(name, path, "file", "a plain file", "a symbolic link")
})

const missing = (name: string, file: YearFile, { path, reason }: FileError): SnapshotDamaged =>
  damaged(name, path, "file", `${file.bytes} bytes`, reason)
