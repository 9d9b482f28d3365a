import * as Effect from "effect/Effect"
import { nearest } from "../../dag/nearest.ts"
import { SnapshotNotFound } from "../../pipeline/data/errors.ts"
import { attempt } from "../files.ts"
import { removeFolder } from "../removeFolder.ts"
import { folderOf, list, type Root } from "./root.ts"

/**
 * Removes a snapshot, also a damaged one. Files that other versions link to stay with them.
 */
export const removeSnapshot = Effect.fnUntraced(function* (root: Root, name: string) {
  const folder = yield* folderOf(root, name)
  const names = yield* list(root)
  if (!names.includes(name)) {
    return yield* new SnapshotNotFound({ name, root: root.path, nearest: nearest(name, names) })
  }
  root.known.delete(name)
  yield* attempt("remove", folder, () => removeFolder(folder))
})
