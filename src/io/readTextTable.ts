/** A small CSV of text, such as a membership file or a ticker map: lines cut into fields, nothing more. */
import * as Effect from "effect/Effect"
import { stat } from "node:fs/promises"
import { basename } from "node:path"
import { FileError } from "../pipeline/data/errors.ts"
import type { TextTable } from "../pipeline/data/import/dateTable.ts"
import { attempt, readBytes } from "./files.ts"
import { splitHeader, splitLine } from "./splitHeader.ts"

/** Tens of thousands of changes of an index are below 2 MB. */
const mostBytes = 16 << 20

export const readTextTable = Effect.fnUntraced(function* (path: string) {
  const { size } = yield* attempt("read", path, () => stat(path))
  if (size > mostBytes) {
    const reason = `it has ${size} bytes, and a table of dates has at most ${mostBytes}`
    return yield* new FileError({ operation: "read", path, reason })
  }
  const text = new TextDecoder().decode(yield* readBytes(path)).replace(/^\uFEFF/, "")
  const { delimiter } = splitHeader(text)
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "")
  return {
    file: basename(path),
    lines: lines.map((line) => splitLine(line, delimiter)),
  } satisfies TextTable
})
