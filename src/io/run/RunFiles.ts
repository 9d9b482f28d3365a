/**
 * The files of one run's folder, read as if a stranger had sent it: by names that the reader gives and the folder never
 * does, plain files only (no link leads out), bounded in size, and every value checked against its type.
 */
import { lstat, open, readdir } from "node:fs/promises"
import { constants } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import type { ValueType } from "../../dag/ValueType.ts"
import { codeOf, reasonOf } from "../files.ts"
import { RunRefused } from "./errors.ts"
import { decodeTable, type RunTable, type Shape, type TypedTable } from "./RunTable.ts"

/** Bytes of the largest file that is believed, by what it is. */
export const sizeLimits = { manifest: 4 << 20, document: 256 << 20, table: 1 << 30 }

/** Parts of one table, a year each: the exchange of no market is older. */
const mostParts = 500

const again = "Run the experiment again, or fetch the folder anew from where it came."

export interface RunPart {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface RunFiles {
  /** absolute */
  readonly folder: string
  /** as messages name it */
  readonly shown: string
  /** names of the plain files and folders of parts that are there, sorted; hidden ones and links are left aside */
  readonly names: Effect.Effect<ReadonlyArray<string>, RunRefused>
  readonly bytes: (name: string) => Effect.Effect<Uint8Array, RunRefused>
  readonly text: (name: string) => Effect.Effect<string, RunRefused>
  /** a JSON document of this schema; fields that the schema does not know are left aside */
  readonly json: <S extends Schema.Codec<unknown, unknown>>(
    name: string,
    schema: S,
    limit?: number,
  ) => Effect.Effect<S["Type"], RunRefused>
  /** a document as the node that wrote it declares it */
  readonly document: <A>(name: string, type: ValueType<A>) => Effect.Effect<A, RunRefused>
  /** one JSON document a line */
  readonly lines: <S extends Schema.Codec<unknown, unknown>>(
    name: string,
    schema: S,
  ) => Effect.Effect<ReadonlyArray<S["Type"]>, RunRefused>
  /** the columns of a table that the reader names, by name; its parts one below the other. The name has no ending: `weights` */
  readonly columns: <const S extends Shape>(
    name: string,
    shape: S,
  ) => Effect.Effect<TypedTable<S>, RunRefused>
  /** the bytes of a table's files, a name relative to the folder each: one, or its years in order */
  readonly parts: (name: string) => Effect.Effect<ReadonlyArray<RunPart>, RunRefused>
  /** a table with whatever columns it has */
  readonly table: (name: string) => Effect.Effect<RunTable, RunRefused>
  /** whether there is a file, or a table of parts, of this name (with its ending) */
  readonly has: (name: string) => Effect.Effect<boolean>
}

/** @param shown how messages name the folder */
export function runFiles(folder: string, shown: string): RunFiles {
  const refuse = (file: string, problem: string, field = "", remedy = again) =>
    new RunRefused({ run: shown, file, field, problem, remedy })
  const reading = <A>(file: string, work: () => Promise<A>) =>
    Effect.tryPromise({
      try: work,
      catch: (cause) => (cause instanceof RunRefused ? cause : refuse(file, problemOf(cause))),
    })
  const read = (name: string, limit: number) =>
    reading(name, async () => {
      if (!plainName.test(name)) throw refuse(name, "this is no name of a file of a run")
      return readPlainFile(join(folder, name), limit)
    })
  const parse = (name: string, text: string, field = "") =>
    Effect.try({
      try: (): unknown => JSON.parse(text),
      catch: (cause) => refuse(name, `it is no JSON: ${reasonOf(cause)}`, field),
    })
  const textOf = (name: string, limit: number) =>
    Effect.flatMap(read(name, limit), (bytes) =>
      Effect.try({ try: () => utf8.decode(bytes), catch: () => refuse(name, "it is no UTF-8 text") }),
    )
  const checked =
    (name: string, prefix: ReadonlyArray<string> = []) =>
    (error: Schema.SchemaError): RunRefused => {
      const { path, message } = firstIssue(error.issue)
      return refuse(name, message, [...prefix, ...path].join("."))
    }
  const partsOfTable = (name: string): Effect.Effect<ReadonlyArray<RunPart>, RunRefused> =>
    reading(`${name}.parquet`, async () => {
      const file = `${name}.parquet`
      if (!plainName.test(file)) throw refuse(file, "this is no name of a table of a run")
      const parts: Array<RunPart> = []
      for (const part of await partsOf(folder, file))
        parts.push({ name: part, bytes: await readPlainFile(join(folder, part), sizeLimits.table) })
      return parts
    })
  const tableOf = (name: string, shape: Shape | undefined): Effect.Effect<RunTable, RunRefused> =>
    Effect.flatMap(partsOfTable(name), (parts) =>
      reading(`${name}.parquet`, async () => decodeTable(parts, shape, refuse)),
    )
  const files: RunFiles = {
    folder,
    shown,
    names: reading("", async () => {
      const entries = await readdir(folder, { withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile() || entry.isDirectory())
        .map(({ name }) => name)
        .filter((name) => !name.startsWith("."))
        .sort()
    }),
    bytes: (name) => read(name, sizeLimits.document),
    text: (name) => textOf(name, sizeLimits.document),
    json: (name, schema, limit = sizeLimits.document) =>
      Effect.gen(function* () {
        const value = yield* parse(name, yield* textOf(name, limit))
        return yield* Effect.mapError(Schema.decodeUnknownEffect(schema)(value), checked(name))
      }),
    document: (name, type) =>
      Effect.gen(function* () {
        const header = yield* textOf(name, sizeLimits.document)
        yield* parse(name, header)
        return yield* Effect.try({
          try: () => type.decode({ header, chunks: [] }),
          catch: (cause) =>
            Schema.isSchemaError(cause) ? checked(name)(cause) : refuse(name, reasonOf(cause)),
        })
      }),
    lines: (name, schema) =>
      Effect.gen(function* () {
        const rows = (yield* textOf(name, sizeLimits.document)).split("\n").filter((row) => row !== "")
        return yield* Effect.forEach(rows, (row, i) =>
          Effect.gen(function* () {
            const line = `line ${i + 1}`
            const value = yield* parse(name, row, line)
            return yield* Effect.mapError(Schema.decodeUnknownEffect(schema)(value), checked(name, [line]))
          }),
        )
      }),
    columns: <const S extends Shape>(name: string, shape: S) =>
      Effect.map(tableOf(name, shape), ({ rows, columns }) => {
        const byName = Object.fromEntries(columns.map((column) => [column.name, column]))
        return { rows, columns: byName as TypedTable<S>["columns"] } // each was checked against its type
      }),
    parts: partsOfTable,
    table: (name) => tableOf(name, undefined),
    has: (name) =>
      Effect.promise(async () => {
        if (!plainName.test(name)) return false
        const found = await lstat(join(folder, name)).catch(() => undefined)
        return found !== undefined && (found.isFile() || found.isDirectory())
      }),
  }
  return files
}

/** One file beside the manifest: no separators, not hidden, none of the names that some systems take for devices. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/

/** What a table's folder may hold: a year a part. */
const partName = /^\d{4}\.parquet$/

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** The table's file, or the parts in its folder, by their names in the run's folder. */
async function partsOf(folder: string, file: string): Promise<ReadonlyArray<string>> {
  const found = await lstat(join(folder, file))
  if (!found.isDirectory()) return [file]
  const names = (await readdir(join(folder, file))).sort()
  const other = names.find((name) => !partName.test(name))
  if (other !== undefined) throw new Error(`${JSON.stringify(other)} is no year of a table`)
  if (names.length === 0) throw new Error("the table has no part")
  if (names.length > mostParts) throw new Error(`it has more than ${mostParts} parts`)
  return names.map((name) => `${file}/${name}`)
}

/** A regular file and no link to one; a pipe is never waited for. */
async function readPlainFile(path: string, limit: number): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const file = await open(path, flags)
  try {
    const found = await file.stat()
    if (!found.isFile()) throw new Error("it is no plain file")
    if (found.size > limit)
      throw new Error(`it has ${found.size} bytes, and no run writes more than ${limit}`)
    return new Uint8Array(await file.readFile())
  } finally {
    await file.close()
  }
}

function problemOf(cause: unknown): string {
  if (codeOf(cause) === "ELOOP") return "it is a symbolic link"
  return reasonOf(cause)
}

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

function firstIssue(issue: SchemaIssue.Issue): { path: ReadonlyArray<string>; message: string } {
  const [first] = formatIssue(issue).issues
  const path = (first?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part))
  return { path, message: first?.message.split("\n", 1)[0] ?? "it has another form than a run writes" }
}
