/**
 * Writes a run's folder: under a temporary name beside its place, renamed when complete, so that a folder that is there
 * is whole. Files come from the cache, so an all-cached run's folder is as complete as any other.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { isTableParts, type TableParts } from "../artifacts/TableParts.ts"
import { RunFolderError } from "../errors.ts"

export type FileContent = Uint8Array | string

export const writeRunFolder = (
  root: string,
  runId: string,
  files: Readonly<Record<string, FileContent | TableParts>>,
): Effect.Effect<string, RunFolderError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = path.join(root, runId)
    const temporary = path.join(root, `.${runId}.tmp`)
    const write = Effect.gen(function* () {
      yield* fs.makeDirectory(temporary, { recursive: true })
      for (const [name, content] of Object.entries(files))
        if (isTableParts(content)) yield* fs.makeDirectory(path.join(temporary, name))
      yield* Effect.forEach(
        Object.entries(files).flatMap(([name, content]) => filesOf(name, content)),
        ([name, content]) => fs.writeFile(path.join(temporary, name), bytesOf(content)),
        { concurrency: 8, discard: true },
      )
      yield* fs.rename(temporary, folder)
    })
    yield* write.pipe(
      Effect.onError(() => Effect.ignore(fs.remove(temporary, { recursive: true, force: true }))),
      Effect.mapError((error: PlatformError) => new RunFolderError({ folder, reason: error.message })),
    )
    return folder
  })

/** A table in parts is a folder of its name. */
const filesOf = (
  name: string,
  content: FileContent | TableParts,
): ReadonlyArray<readonly [name: string, content: FileContent]> =>
  isTableParts(content)
    ? content.parts.map(({ year, bytes }) => [`${name}/${year}.parquet`, bytes])
    : [[name, content]]

const bytesOf = (content: FileContent): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : content

/** How a value of the graph looks as a file: bytes and tables as they are, lists in a .log as JSON lines, else JSON. */
export function renderFile(name: string, value: unknown): FileContent | TableParts {
  if (value instanceof Uint8Array || isTableParts(value)) return value
  if (name.endsWith(".log") && Array.isArray(value))
    return value.map((line) => `${JSON.stringify(line)}\n`).join("")
  return `${JSON.stringify(value, null, 2)}\n`
}
