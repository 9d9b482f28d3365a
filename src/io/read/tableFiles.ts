import { readdir, realpath, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import { FileError } from "../../pipeline/data/errors.ts"
import { attempt } from "../files.ts"

const ending = /\.((csv|tsv|txt)(\.gz)?|parquet|pq)$/i

/** More files are no folder of assets. */
const mostFiles = 100_000

/**
 * The files that a path stands for: itself, or, of a folder, the tables in it in order of their names. Folders within, hidden
 * files and files with other endings are left aside; a link that leads out of the folder is refused.
 */
export const tableFiles = Effect.fn("tableFiles")(function* (path: string) {
  const found = yield* attempt("read", path, () => stat(path))
  if (!found.isDirectory()) return [path]
  const names = yield* attempt("read", path, () => readdir(path))
  const tables = names.filter((name) => ending.test(name) && !name.startsWith(".")).sort()
  const refuse = (reason: string) => new FileError({ operation: "read", path, reason })
  if (tables.length === 0) return yield* refuse("the folder has no CSV or Parquet file")
  if (tables.length > mostFiles) return yield* refuse(`the folder has more than ${mostFiles} files`)
  const folder = yield* attempt("read", path, () => realpath(path))
  for (const name of tables) {
    const file = yield* attempt("read", join(path, name), () => realpath(join(path, name)))
    if (dirname(file) !== folder) return yield* refuse(`${JSON.stringify(name)} is a link out of the folder`)
  }
  return tables.map((name) => join(path, name))
})
