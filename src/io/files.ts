/** Files, as effects with one typed error. */
import { createHash, randomBytes } from "node:crypto"
import { mkdir, open, readFile, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { FileError } from "../pipeline/data/errors.ts"

export const attempt = <A>(
  operation: FileError["operation"],
  path: string,
  run: () => Promise<A>,
): Effect.Effect<A, FileError> =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => new FileError({ operation, path, reason: reasonOf(cause) }),
  })

/** The first line of what the system says; for a file that is not there, in words. */
export function reasonOf(cause: unknown): string {
  if (codeOf(cause) === "ENOENT") return "there is no such file or folder"
  const text = cause instanceof Error ? cause.message : String(cause)
  return text.split("\n", 1)[0]!.replace(/\.$/, "")
}

export const codeOf = (cause: unknown): string | undefined =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : undefined

export const readBytes = (path: string): Effect.Effect<Uint8Array, FileError> =>
  attempt("read", path, () => readFile(path))

/** SHA-256 of a file, read in blocks. */
export const hashFile = (path: string): Effect.Effect<string, FileError> =>
  attempt("read", path, async () => {
    const file = await open(path)
    try {
      const hash = createHash("sha256")
      const block = Buffer.allocUnsafe(blockBytes)
      for (;;) {
        const { bytesRead } = await file.read(block, 0, blockBytes)
        if (bytesRead === 0) return hash.digest("hex")
        hash.update(block.subarray(0, bytesRead))
      }
    } finally {
      await file.close()
    }
  })

const blockBytes = 1 << 20

/** A name beside `path` that nothing else uses, to be renamed when complete. */
export const temporaryBeside = (path: string): string =>
  join(dirname(path), `.tmp-${process.pid}-${randomBytes(6).toString("hex")}`)

/** A new folder that is gone when the scope closes, unless it was renamed by then. */
export const temporaryFolder = (beside: string): Effect.Effect<string, FileError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.suspend(() => {
      const folder = temporaryBeside(beside)
      return attempt("write", folder, () => mkdir(folder, { recursive: true })).pipe(Effect.as(folder))
    }),
    (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true })),
  )
