/** Manifests: read, compared with their own hash and with `assets.yaml`, and remembered while their files are the same. */
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { nearest } from "../../dag/nearest.ts"
import { assetsFile, assetsYaml } from "../../pipeline/data/AssetTable.ts"
import { SnapshotDamaged, SnapshotNotFound, SnapshotUnsupported } from "../../pipeline/data/errors.ts"
import { SnapshotManifest, schemaVersion } from "../../pipeline/data/SnapshotManifest.ts"
import { contentHash } from "../../pipeline/data/snapshotContent.ts"
import { attempt, codeOf } from "../files.ts"
import { folderOf, isLink, list, manifestFile, type Root } from "./root.ts"

const decodeJson = Schema.decodeUnknownResult(Schema.fromJsonString(Schema.Json))
const decodeVersion = Schema.decodeUnknownResult(Schema.Struct({ schema_version: Schema.Json }))
const decodeManifest = Schema.decodeUnknownResult(SnapshotManifest)

export const damaged = (
  name: string,
  file: string,
  what: string,
  expected: string,
  found: string,
): SnapshotDamaged => new SnapshotDamaged({ name, file, what, expected, found })

export const readManifest = Effect.fnUntraced(function* (root: Root, name: string) {
  const folder = yield* folderOf(root, name)
  const stamp = yield* attempt("read", folder, () => stampOf(folder))
  const known = root.known.get(name)
  if (stamp !== undefined && known?.stamp === stamp) return known.manifest
  const names = yield* list(root)
  // a file system that takes Demo for demo would give one snapshot two names
  if (stamp === undefined || !names.includes(name)) return yield* notFound(root, name, names)
  const manifest = yield* decodeFile(name, join(folder, manifestFile))
  yield* checkAssets(folder, manifest)
  root.known.set(name, { stamp, manifest })
  return manifest
})

const notFound = (root: Root, name: string, names: ReadonlyArray<string>): SnapshotNotFound =>
  new SnapshotNotFound({ name, root: root.path, nearest: nearest(name, names) })

/** What tells that the files are still those that were read; undefined where there is no manifest. */
async function stampOf(folder: string): Promise<string | undefined> {
  const manifest = await stampOfFile(join(folder, manifestFile))
  return manifest === undefined ? undefined : `${manifest}, ${await stampOfFile(join(folder, assetsFile))}`
}

const stampOfFile = (path: string): Promise<string | undefined> =>
  stat(path).then(({ mtimeMs, size, ino }) => `${ino} ${size} ${mtimeMs}`, absent)

const textOf = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(absent)

const absent = (cause: unknown): Promise<undefined> =>
  ["ENOENT", "ENOTDIR"].includes(codeOf(cause) ?? "") ? Promise.resolve(undefined) : Promise.reject(cause)

const decodeFile = Effect.fnUntraced(function* (name: string, path: string) {
  if (yield* attempt("read", path, () => isLink(path))) {
    return yield* damaged(name, path, "file", "a plain file", "a symbolic link")
  }
  const text = yield* attempt("read", path, () => textOf(path))
  const expected = `a manifest of schema version ${schemaVersion}`
  const json = decodeJson(text)
  if (json._tag === "Failure") return yield* damaged(name, path, "manifest", expected, "no JSON")
  const version = decodeVersion(json.success)
  if (version._tag === "Success" && version.success.schema_version !== schemaVersion) {
    const found = JSON.stringify(version.success.schema_version)
    return yield* new SnapshotUnsupported({ name, file: path, found, supported: schemaVersion })
  }
  const decoded = decodeManifest(json.success)
  if (decoded._tag === "Failure") {
    const found = decoded.failure.message.replaceAll(/\s+/g, " ")
    return yield* damaged(name, path, "manifest", expected, found)
  }
  const manifest = decoded.success
  const hash = contentHash(manifest)
  if (hash !== manifest.content_hash) {
    return yield* damaged(name, path, "content hash", manifest.content_hash, hash)
  }
  return { ...manifest, name }
})

/** Studies read the table from the manifest: an edit of the file beside it must not go unnoticed. */
const checkAssets = Effect.fnUntraced(function* (folder: string, { name, assets }: SnapshotManifest) {
  const path = join(folder, assetsFile)
  if (yield* attempt("read", path, () => isLink(path))) {
    return yield* damaged(name, path, "file", "a plain file", "a symbolic link")
  }
  const found = yield* attempt("read", path, () => textOf(path))
  const expected = assets === undefined ? undefined : assetsYaml(assets)
  if (found === expected) return
  const inWords = (text: string | undefined, there: string) => (text === undefined ? "absent" : there)
  return yield* damaged(
    name,
    path,
    "text",
    inWords(expected, "what the manifest says"),
    inWords(found, "another"),
  )
})
