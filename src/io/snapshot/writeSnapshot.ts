/**
 * Writes snapshots: to a temporary folder that is renamed when complete. A version links the yearly files that an earlier
 * version of the same name has already.
 */
import { readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { assetsFile, assetsYaml } from "../../pipeline/data/AssetTable.ts"
import { type Bars, columns as allColumns } from "../../pipeline/data/Bars.ts"
import { barsProblem } from "../../pipeline/data/barsProblem.ts"
import { describeSnapshot, type YearPart, yearParts } from "../../pipeline/data/describeSnapshot.ts"
import { SnapshotExists } from "../../pipeline/data/errors.ts"
import { newSnapshotNameProblem, parseSnapshotName, versionName } from "../../pipeline/data/names.ts"
import { SnapshotManifest, type SnapshotMeta, type YearFile } from "../../pipeline/data/SnapshotManifest.ts"
import type { Attachment } from "../../pipeline/data/SnapshotStore.ts"
import { yearsOf } from "../../pipeline/data/snapshotContent.ts"
import { attempt, temporaryFolder } from "../files.ts"
import { linkOrCopy } from "../linkOrCopy.ts"
import { writeParquet } from "../writeParquet.ts"
import { readManifest } from "./readManifest.ts"
import { checkFile, sha256 } from "./readSnapshot.ts"
import { manifestFile, newFolderOf, type Root, versionsOf } from "./root.ts"

const encodeManifest = Schema.encodeSync(SnapshotManifest)

/** What is to be written, whatever its name will be. */
interface Draft {
  readonly bars: Bars
  readonly meta: SnapshotMeta
  readonly attachments: ReadonlyArray<Attachment>
  readonly parts: ReadonlyArray<YearPart>
  readonly contentHash: string
}

const draftOf = Effect.fnUntraced(function* (
  bars: Bars,
  meta: SnapshotMeta,
  attachments: ReadonlyArray<Attachment>,
) {
  const problem = barsProblem(bars, meta.calendar) ?? clockProblem(meta) ?? attachmentsProblem(attachments)
  if (problem !== undefined)
    return yield* Effect.die(new Error(`No snapshot can be made of these bars: ${problem}.`))
  const parts = yearParts(bars)
  const files = parts.map((part) => ({ ...part, sha256: "", bytes: 0 }))
  const contentHash = describeSnapshot("", bars, meta, files).content_hash
  return { bars, meta, attachments, parts, contentHash } satisfies Draft
})

/** What is generated is the same whenever it is: a time in it would only look like a fact. */
const clockProblem = ({ kind, retrieved_at }: SnapshotMeta): string | undefined =>
  kind === "synthetic" && retrieved_at !== undefined ? "a generated snapshot carries no clock" : undefined

/** Attachments lie in the folder itself, beside the files that a snapshot has by its nature. */
function attachmentsProblem(attachments: ReadonlyArray<Attachment>): string | undefined {
  const isOwn = (path: string) => path === manifestFile || path === assetsFile || path.startsWith("bars-")
  const wrong = attachments.find(({ path }) => isOwn(path) || newSnapshotNameProblem(path) !== undefined)
  return wrong === undefined ? undefined : `${wrong.path} is no name of an attachment`
}

/** Under this very name, which then stands for this content for ever. */
export const write = Effect.fnUntraced(function* (
  root: Root,
  name: string,
  bars: Bars,
  meta: SnapshotMeta,
  attachments: ReadonlyArray<Attachment> = [],
) {
  yield* newFolderOf(root, name)
  const draft = yield* draftOf(bars, meta, attachments)
  const existing = yield* sameContent(root, name, draft.contentHash)
  if (existing !== undefined) return existing
  const written = yield* publish(root, name, draft, [])
  // someone else was quicker, which is fine if it was the same content
  return written.manifest ?? (yield* sameContent(root, name, draft.contentHash)) ?? (yield* written.failure)
})

/** Under this name, or as its next version where no version has this content yet. */
export const writeVersion = Effect.fnUntraced(function* (
  root: Root,
  base: string,
  bars: Bars,
  meta: SnapshotMeta,
  attachments: ReadonlyArray<Attachment> = [],
) {
  yield* newFolderOf(root, base)
  const draft = yield* draftOf(bars, meta, attachments)
  for (;;) {
    const names = yield* versionsOf(root, base)
    const versions = yield* Effect.forEach(names, (name) => readManifest(root, name))
    const existing = versions.find(({ content_hash }) => content_hash === draft.contentHash)
    if (existing !== undefined) return existing
    const last = names.at(-1)
    const version = last === undefined ? 1 : parseSnapshotName(last).version + 1
    const written = yield* publish(root, versionName({ base, version }), draft, versions)
    if (written.manifest !== undefined) return written.manifest
    // two at once: the other has this number now
    if ((yield* versionsOf(root, base)).length === names.length) return yield* written.failure
  }
})

/** The manifest that is there, if it has this content; undefined when there is none. */
const sameContent = Effect.fnUntraced(function* (root: Root, name: string, hash: string) {
  const existing = yield* readManifest(root, name).pipe(
    Effect.catchTag("SnapshotNotFound", () => Effect.void),
  )
  if (existing === undefined || existing.content_hash === hash) return existing
  return yield* new SnapshotExists({ name, existing: existing.content_hash, offered: hash })
})

/** The whole folder at once; where its place is taken, why. */
const publish = Effect.fnUntraced(function* (
  root: Root,
  name: string,
  draft: Draft,
  versions: ReadonlyArray<SnapshotManifest>,
) {
  const folder = join(root.path, name)
  const temporary = yield* temporaryFolder(folder)
  const ranges = yearsOf(draft.bars)
  const files = yield* Effect.forEach(draft.parts, (part, i) =>
    placeYear(root, draft, part, ranges[i]!, temporary, versions),
  )
  const manifest = describeSnapshot(name, draft.bars, draft.meta, files)
  const texts = {
    ...(manifest.assets === undefined ? {} : { [assetsFile]: assetsYaml(manifest.assets) }),
    [manifestFile]: `${JSON.stringify(encodeManifest(manifest), null, 2)}\n`,
  }
  const encoder = new TextEncoder()
  const others = Object.entries(texts).map(([path, text]) => ({ path, bytes: encoder.encode(text) }))
  for (const { path, bytes } of [...draft.attachments, ...others]) {
    yield* attempt("write", join(folder, path), () => writeFile(join(temporary, path), bytes))
  }
  const renamed = yield* Effect.result(attempt("write", folder, () => rename(temporary, folder)))
  return renamed._tag === "Success" ? { manifest } : { manifest: undefined, failure: renamed.failure }
})

/** A year's file: linked where a version has the same values already, and is whole; else written. */
const placeYear = Effect.fnUntraced(function* (
  root: Root,
  { bars }: Draft,
  part: YearPart,
  range: { readonly from: number; readonly to: number },
  temporary: string,
  versions: ReadonlyArray<SnapshotManifest>,
) {
  const path = join(temporary, part.path)
  for (const { name, files } of versions.toReversed()) {
    const same = files.find((file) => hasSameValues(file, part))
    if (same === undefined || (yield* Effect.result(checkFile(root, name, same)))._tag === "Failure") continue
    yield* attempt("write", path, () => linkOrCopy(join(root.path, name, same.path), path))
    return same
  }
  const bytes = yield* attempt("write", path, async () => {
    await writeParquet(path, { columns: parquetColumns(bars, range.from, range.to) })
    return readFile(path)
  })
  return { ...part, sha256: sha256(bytes), bytes: bytes.length } satisfies YearFile
})

const hasSameValues = (file: YearFile, { path, rows, columns }: YearPart): boolean =>
  file.path === path &&
  file.rows === rows &&
  Object.entries(columns).every(([column, hash]) => file.columns[column] === hash)

const parquetColumns = (bars: Bars, from: number, to: number) => [
  { name: "date", type: "date" as const, values: bars.session.subarray(from, to) },
  {
    name: "ticker",
    type: "category" as const,
    names: bars.tickers,
    values: bars.ticker.subarray(from, to),
  },
  ...Object.entries(allColumns).map(([name, field]) => ({
    name,
    type: "double" as const,
    values: bars[field].subarray(from, to),
  })),
]
