/** What fails in the file system or in SQLite as the one error of the store. */
import * as Effect from "effect/Effect"
import { StoreError } from "../errors.ts"

export function attempt<A>(operation: string, path: string, f: () => A): Effect.Effect<A, StoreError> {
  return Effect.try({
    try: f,
    catch: (cause) => new StoreError({ operation, path, code: codeOf(cause) }),
  })
}

/** SQLite's primary result codes as the codes of system calls that users know. */
const sqliteCodes: Readonly<Record<number, string>> = {
  5: "EBUSY",
  8: "EROFS",
  10: "EIO",
  13: "ENOSPC",
  14: "EACCES",
}

/** The shared index beside the write-ahead log could not grow. */
const noRoomForIndex = 4874

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if ("errcode" in cause && cause.errcode === noRoomForIndex) return "ENOSPC"
  if ("errcode" in cause) return sqliteCodes[Number(cause.errcode) & 0xff] ?? cause.message
  return "code" in cause ? String(cause.code) : cause.message
}
