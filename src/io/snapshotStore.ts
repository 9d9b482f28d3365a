/**
 * `SnapshotStore` in a folder: `{root}/{name}/manifest.json` and `bars-2013.parquet` … beside it, one file a year.
 *
 * A snapshot is written to a temporary folder and renamed when complete. DuckDB is loaded by what reads or writes bars,
 * never by a look at a manifest.
 */
import { createHash } from "node:crypto"
import { lstat, readdir, readFile, rename, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { nearest } from "../dag/nearest.ts"
import * as ExchangeCalendar from "../domain/ExchangeCalendar.ts"
import { parseIsoDate } from "../kernel/civilDate.ts"
import { type Bars, type ColumnName, columns as allColumns } from "../pipeline/data/Bars.ts"
import { barsProblem } from "../pipeline/data/barsProblem.ts"
import { describeSnapshot, yearParts } from "../pipeline/data/describeSnapshot.ts"
import {
  type FileError,
  InvalidName,
  SnapshotDamaged,
  SnapshotExists,
  SnapshotNotFound,
} from "../pipeline/data/errors.ts"
import { snapshotNameProblem } from "../pipeline/data/names.ts"
import { requireAssets } from "../pipeline/data/requireAssets.ts"
import { SnapshotManifest, type SnapshotMeta, type YearFile } from "../pipeline/data/SnapshotManifest.ts"
import {
  type Attachment,
  type ReadOptions,
  SnapshotStore,
  SnapshotsRoot,
  type VerifyReport,
} from "../pipeline/data/SnapshotStore.ts"
import { columnHashes, contentHash, yearsOf } from "../pipeline/data/snapshotContent.ts"
import { attempt, codeOf, readBytes, reasonOf, temporaryFolder } from "./files.ts"
import { readBars } from "./readBars.ts"
import { writeParquet } from "./writeParquet.ts"

const manifestFile = "manifest.json"
const decodeManifest = Schema.decodeUnknownResult(Schema.fromJsonString(SnapshotManifest))
const encodeManifest = Schema.encodeSync(SnapshotManifest)
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

export const layer: Layer.Layer<SnapshotStore> = Layer.effect(
  SnapshotStore,
  Effect.map(SnapshotsRoot, (path) => {
    const root: Root = { path, known: new Map() }
    return SnapshotStore.of({
      manifest: (name) => readManifest(root, name),
      sessions: (name) => sessionsOf(root, name),
      readBars: (name, options) => readSnapshot(root, name, options),
      write: (name, bars, meta, attachments) =>
        write(root, name, bars, meta, attachments).pipe(Effect.scoped),
      list: list(root.path),
      verify: (name, deep) => verify(root, name, deep),
    })
  }),
)

/** Where the snapshots are, and the manifests that were read, each with the state of its file: a run asks several times. */
interface Root {
  readonly path: string
  readonly known: Map<string, { readonly stamp: string; readonly manifest: SnapshotManifest }>
}

// -------------------------------------------------------------------------------------------------------- reading

/** The folder of a snapshot, once its name cannot lead elsewhere. */
const folderOf = Effect.fnUntraced(function* (root: string, name: string) {
  const problem = snapshotNameProblem(name)
  if (problem !== undefined) return yield* new InvalidName({ what: "snapshot", name, problem })
  const folder = join(root, name)
  const link = yield* attempt("read", folder, () => isLink(folder))
  if (link) {
    const problem = `${folder} is a symbolic link, which may lead out of the folder of snapshots`
    return yield* new InvalidName({ what: "snapshot", name, problem })
  }
  return folder
})

const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    (cause) => (codeOf(cause) === "ENOENT" ? false : Promise.reject(cause)),
  )

const readManifest = Effect.fnUntraced(function* (root: Root, name: string) {
  const folder = yield* folderOf(root.path, name)
  const path = join(folder, manifestFile)
  const stamp = yield* attempt("read", path, () => stampOf(path))
  const known = root.known.get(name)
  if (stamp !== undefined && known?.stamp === stamp) return known.manifest
  const manifest = yield* decodeFile(root, name, path)
  if (stamp !== undefined) root.known.set(name, { stamp, manifest })
  return manifest
})

/** What tells that a file is still the one that was read; undefined where there is none. */
const stampOf = (path: string): Promise<string | undefined> =>
  stat(path).then(
    ({ mtimeMs, size, ino }) => `${ino} ${size} ${mtimeMs}`,
    (cause) => (["ENOENT", "ENOTDIR"].includes(codeOf(cause) ?? "") ? undefined : Promise.reject(cause)),
  )

const decodeFile = Effect.fnUntraced(function* (root: Root, name: string, path: string) {
  const text = yield* attempt("read", path, () => readOrUndefined(path))
  if (text === undefined) {
    return yield* new SnapshotNotFound({
      name,
      root: root.path,
      nearest: nearest(name, yield* list(root.path)),
    })
  }
  const decoded = decodeManifest(text)
  if (decoded._tag === "Failure") {
    const found = decoded.failure.message.replaceAll(/\s+/g, " ")
    return yield* damaged(name, path, "manifest", "a manifest of schema version 1", found)
  }
  const manifest = decoded.success
  const hash = contentHash(manifest)
  if (hash !== manifest.content_hash) {
    return yield* damaged(name, path, "content hash", manifest.content_hash, hash)
  }
  return { ...manifest, name }
})

const readOrUndefined = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").catch((cause) =>
    ["ENOENT", "ENOTDIR"].includes(codeOf(cause) ?? "") ? undefined : Promise.reject(cause),
  )

const damaged = (
  name: string,
  file: string,
  what: string,
  expected: string,
  found: string,
): SnapshotDamaged => new SnapshotDamaged({ name, file, what, expected, found })

const sessionsOf = Effect.fnUntraced(function* (root: Root, name: string) {
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

const readSnapshot = Effect.fnUntraced(function* <C extends ColumnName>(
  root: Root,
  name: string,
  { columns, assets, years }: ReadOptions<C> = {},
) {
  const manifest = yield* readManifest(root, name)
  const all = manifest.symbols.map((symbol) => symbol.ticker)
  const tickers = [...(yield* requireAssets(manifest, assets ?? all))].sort()
  const files = manifest.files.filter((file) => years === undefined || years.includes(file.year))
  for (const file of files) yield* checkFile(root, name, file)
  const paths = files.map((file) => join(root.path, name, file.path))
  const wanted = columns ?? (Object.keys(allColumns) as ReadonlyArray<ColumnName> as ReadonlyArray<C>)
  return yield* decodeBars(name, paths, tickers, wanted)
})

/** Bytes that have the right hash were written by us: what fails after that is damage of another kind. */
const decodeBars = <C extends ColumnName>(
  name: string,
  paths: ReadonlyArray<string>,
  tickers: ReadonlyArray<string>,
  columns: ReadonlyArray<C>,
) =>
  Effect.tryPromise({
    try: () => readBars(paths, tickers, columns),
    catch: (cause) => damaged(name, paths[0] ?? "", "content", "readable Parquet", reasonOf(cause)),
  })

const checkFile = Effect.fnUntraced(function* (root: Root, name: string, file: YearFile) {
  const path = join(root.path, name, file.path)
  if (yield* attempt("read", path, () => isLink(path))) {
    return yield* damaged(name, path, "file", "a plain file", "a symbolic link")
  }
  const bytes = yield* readBytes(path).pipe(
    Effect.mapError((error) => damaged(name, path, "file", `${file.bytes} bytes`, error.reason)),
  )
  const found = sha256(bytes)
  if (found !== file.sha256) return yield* damaged(name, path, "sha256", file.sha256, found)
})

const list = (root: string): Effect.Effect<ReadonlyArray<string>, FileError> =>
  attempt("read", root, async () => {
    const entries = await readdir(root, { withFileTypes: true }).catch((cause) =>
      codeOf(cause) === "ENOENT" ? [] : Promise.reject(cause),
    )
    const names = entries.filter(
      (entry) => entry.isDirectory() && snapshotNameProblem(entry.name) === undefined,
    )
    const made = await Promise.all(names.map(({ name }) => readOrUndefined(join(root, name, manifestFile))))
    return names.flatMap(({ name }, i) => (made[i] === undefined ? [] : [name])).sort()
  })

// -------------------------------------------------------------------------------------------------------- writing

const write = Effect.fnUntraced(function* (
  root: Root,
  name: string,
  bars: Bars,
  meta: SnapshotMeta,
  attachments: ReadonlyArray<Attachment> = [],
) {
  const folder = yield* folderOf(root.path, name)
  const problem = barsProblem(bars, meta.calendar)
  if (problem !== undefined)
    return yield* Effect.die(new Error(`No snapshot can be made of these bars: ${problem}.`))
  const parts = yearParts(bars)
  const planned = describeSnapshot(
    name,
    bars,
    meta,
    parts.map((part) => ({ ...part, sha256: "", bytes: 0 })),
  )
  const existing = yield* sameContent(root, name, planned.content_hash)
  if (existing !== undefined) return existing
  const temporary = yield* temporaryFolder(folder)
  const files: Array<YearFile> = []
  for (const [i, range] of yearsOf(bars).entries()) {
    const path = join(temporary, parts[i]!.path)
    const bytes = yield* attempt("write", path, async () => {
      await writeParquet(path, { columns: parquetColumns(bars, range.from, range.to) })
      return readFile(path)
    })
    files.push({ ...parts[i]!, sha256: sha256(bytes), bytes: bytes.length })
  }
  const manifest = describeSnapshot(name, bars, meta, files)
  const text = `${JSON.stringify(encodeManifest(manifest), null, 2)}\n`
  for (const { path, bytes } of [
    ...attachments,
    { path: manifestFile, bytes: new TextEncoder().encode(text) },
  ]) {
    yield* attempt("write", join(folder, path), () => writeFile(join(temporary, path), bytes))
  }
  const published = yield* Effect.result(attempt("write", folder, () => rename(temporary, folder)))
  if (published._tag === "Success") return manifest
  // someone else was quicker, which is fine if it was the same content
  return (yield* sameContent(root, name, planned.content_hash)) ?? (yield* published.failure)
})

/** The manifest that is there, if it has this content; undefined when there is none. */
const sameContent = Effect.fnUntraced(function* (root: Root, name: string, hash: string) {
  const existing = yield* readManifest(root, name).pipe(
    Effect.catchTag("SnapshotNotFound", () => Effect.void),
  )
  if (existing === undefined || existing.content_hash === hash) return existing
  return yield* new SnapshotExists({ name, existing: existing.content_hash, offered: hash })
})

const parquetColumns = (bars: Bars, from: number, to: number) => [
  { name: "date", type: "date" as const, values: bars.session.subarray(from, to) },
  {
    name: "ticker",
    type: "string" as const,
    values: Array.from(bars.ticker.subarray(from, to), (ticker) => bars.tickers[ticker]!),
  },
  ...Object.entries(allColumns).map(([name, field]) => ({
    name,
    type: "double" as const,
    values: bars[field].subarray(from, to),
  })),
]

// ------------------------------------------------------------------------------------------------------ verifying

const verify = Effect.fnUntraced(function* (root: Root, name: string, deep: boolean) {
  const manifest = yield* readManifest(root, name)
  const found: Array<SnapshotDamaged> = []
  for (const file of manifest.files) {
    const checked = yield* Effect.result(checkFile(root, name, file))
    if (checked._tag === "Success") {
      if (deep) found.push(...(yield* contentDamage(root, manifest, file)))
    } else if (checked.failure._tag === "SnapshotDamaged") found.push(checked.failure)
    else return yield* checked.failure
  }
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  return { name, files: manifest.files.length, bytes, deep, damaged: found } satisfies VerifyReport
})

/** Columns whose decoded values are not those of the manifest. */
const contentDamage = Effect.fnUntraced(function* (root: Root, manifest: SnapshotManifest, file: YearFile) {
  const { name } = manifest
  const path = join(root.path, name, file.path)
  const tickers = manifest.symbols.map((symbol) => symbol.ticker)
  const decoded = yield* Effect.result(
    decodeBars(name, [path], tickers, Object.keys(allColumns) as ReadonlyArray<ColumnName>),
  )
  if (decoded._tag === "Failure") return [decoded.failure]
  const bars = decoded.success
  if (bars.session.length !== file.rows) {
    return [damaged(name, path, "number of rows", String(file.rows), String(bars.session.length))]
  }
  const hashes = columnHashes(bars, { year: file.year, from: 0, to: file.rows })
  return Object.entries(file.columns)
    .filter(([column, hash]) => hashes[column] !== hash)
    .map(([column, hash]) => damaged(name, path, `content of ${column}`, hash, hashes[column] ?? "absent"))
})
