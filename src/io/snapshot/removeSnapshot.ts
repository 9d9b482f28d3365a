import { rename, rm } from "node:fs/promises"
import * as Effect from "effect/Effect"
import { nearest } from "../../dag/nearest.ts"
import { SnapshotNotFound } from "../../pipeline/data/errors.ts"
import { attempt, temporaryBeside } from "../files.ts"
import { folderOf, list, type Root } from "./root.ts"

/**
 * Removes a snapshot, also a damaged one: renamed first, so that no half of it is ever read, then deleted. Files that
 * other versions link to stay with them.
 */
export const removeSnapshot = Effect.fnUntraced(function* (root: Root, name: string) {
  const folder = yield* folderOf(root, name)
  const names = yield* list(root)
  if (!names.includes(name)) {
    return yield* new SnapshotNotFound({ name, root: root.path, nearest: nearest(name, names) })
  }
  const going = temporaryBeside(folder)
  yield* attempt("remove", folder, () => rename(folder, going))
  root.known.delete(name)
  yield* attempt("remove", going, () => rm(going, { recursive: true, force: true }))
})
