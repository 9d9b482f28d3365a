/** The folder of snapshots: which names are there, and the way from a name to a folder that cannot lead elsewhere. */
import { lstat, readdir } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { type FileError, InvalidName } from "../../pipeline/data/errors.ts"
import {
  compareSnapshotNames,
  namesThatMeet,
  newSnapshotNameProblem,
  parseSnapshotName,
  snapshotNameProblem,
} from "../../pipeline/data/names.ts"
import type { SnapshotManifest } from "../../pipeline/data/SnapshotManifest.ts"
import { attempt, codeOf } from "../files.ts"

export const manifestFile = "manifest.json"

/** Where the snapshots are, and the manifests that were read, each with the state of its files: a run asks several times. */
export interface Root {
  readonly path: string
  readonly known: Map<string, { readonly stamp: string; readonly manifest: SnapshotManifest }>
}

/** The folder of a snapshot, once its name cannot lead elsewhere. It need not be there. */
export const folderOf = Effect.fnUntraced(function* (root: Root, name: string) {
  const problem = snapshotNameProblem(name)
  if (problem !== undefined) return yield* invalid(name, problem)
  const folder = join(root.path, name)
  const link = yield* attempt("read", folder, () => isLink(folder))
  if (!link) return folder
  return yield* invalid(name, `${folder} is a symbolic link, which may lead out of the folder of snapshots`)
})

/** The folder for a snapshot to be written: no system can take its name for that of another. */
export const newFolderOf = Effect.fnUntraced(function* (root: Root, name: string) {
  const problem = newSnapshotNameProblem(name)
  if (problem !== undefined) return yield* invalid(name, problem)
  const taken = (yield* foldersIn(root)).map((folder) => parseSnapshotName(folder).base)
  const other = taken.map((base) => namesThatMeet([base, name])).find((pair) => pair !== undefined)?.[0]
  if (other === undefined) return yield* folderOf(root, name)
  return yield* invalid(name, `it differs from ${other} by case alone, which some systems cannot tell apart`)
})

const invalid = (name: string, problem: string): InvalidName =>
  new InvalidName({ what: "snapshot", name, problem })

export const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    (cause) => (codeOf(cause) === "ENOENT" ? false : Promise.reject(cause)),
  )

/** Folders that could be snapshots, by name and version; links are none. */
const foldersIn = (root: Root): Effect.Effect<ReadonlyArray<string>, FileError> =>
  attempt("read", root.path, async () => {
    const entries = await readdir(root.path, { withFileTypes: true }).catch((cause) =>
      codeOf(cause) === "ENOENT" ? [] : Promise.reject(cause),
    )
    return entries
      .filter((entry) => entry.isDirectory() && snapshotNameProblem(entry.name) === undefined)
      .map((entry) => entry.name)
      .sort(compareSnapshotNames)
  })

/** Snapshots that are complete, spelled as their folders are. */
export const list = (root: Root): Effect.Effect<ReadonlyArray<string>, FileError> =>
  Effect.flatMap(foldersIn(root), (names) =>
    attempt("read", root.path, async () => {
      const isThere = await Promise.all(names.map((name) => exists(join(root.path, name, manifestFile))))
      return names.filter((_, i) => isThere[i])
    }),
  )

/** Every version of a name, the first one first. */
export const versionsOf = (root: Root, base: string): Effect.Effect<ReadonlyArray<string>, FileError> =>
  Effect.map(list(root), (names) => names.filter((name) => parseSnapshotName(name).base === base))

/** Whether something is there under a path; a file where a folder should be means no. */
const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (cause) => (["ENOENT", "ENOTDIR"].includes(codeOf(cause) ?? "") ? false : Promise.reject(cause)),
  )
