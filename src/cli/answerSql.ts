/** What `sage sql` does, loaded when it is asked for. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, extname, join, resolve } from "node:path"
import { runSql, type SqlResult } from "../io/sql/runSql.ts"
import { csvText, jsonRows, resultTable } from "../report/text/sqlResult.ts"
import { printResult } from "./print.ts"
import { projectRoot } from "./projectRoot.ts"
import { cacheFolder, snapshotLayer } from "./services.ts"
import { sqlViews } from "./sql/catalogue.ts"
import { makeContext } from "./sql/SqlView.ts"
import { Usage } from "./Usage.ts"

type Format = "table" | "csv" | "json" | "parquet" | "arrow"

export interface SqlCommand {
  readonly query: string
  readonly format: Format
  readonly out: string | undefined
  readonly json: boolean
  readonly cache: string
}

const endings: Readonly<Record<string, Format>> = {
  ".csv": "csv",
  ".json": "json",
  ".parquet": "parquet",
  ".arrow": "arrow",
  ".txt": "table",
}

/** What is asked for; of a file what its name says, and never something else under that name. */
export function formatOf(asked: {
  readonly format: Format | undefined
  readonly out: string | undefined
}): Effect.Effect<Format, Usage> {
  const { format, out } = asked
  if (out === undefined) return Effect.succeed(format ?? "table")
  const named = endings[extname(out).toLowerCase()]
  if (named !== undefined && (format === undefined || format === named)) return Effect.succeed(named)
  return Effect.fail(
    new Usage({
      problem:
        named === undefined
          ? `${out} does not say how to write the rows.`
          : `${out} is no name for ${format}.`,
      remedy: `Let its name end in ${Object.keys(endings).join(", ")}.`,
    }),
  )
}

export const answerSql = (command: SqlCommand) =>
  Effect.gen(function* () {
    const { query, format, out, json, cache } = command
    const isBinary = format === "parquet" || format === "arrow"
    if (isBinary && out === undefined)
      return yield* new Usage({
        problem: `${format} is no text.`,
        remedy: `Name a file: --out result.${format}.`,
      })
    const target = out === undefined ? undefined : yield* temporaryFor(out)
    process.chdir(projectRoot) // DuckDB knows no other place from which names of files could start
    const context = yield* makeContext(cacheFolder(cache), (note) => Console.error(note))
    const tables = new Map(
      sqlViews.map((view) => [view.name, Effect.provide(view.open(context), snapshotLayer)]),
    )
    const result = yield* runSql({
      sql: query,
      tables,
      folders: [projectRoot],
      files: target === undefined ? [] : [target.temporary],
      parquet: format === "parquet" ? target?.temporary : undefined,
    }).pipe(
      Effect.onError(() =>
        Effect.sync(() => target === undefined || rmSync(target.temporary, { force: true })),
      ),
    )
    if (target === undefined) {
      const document = { columns: result.columns, rows: jsonRows(result) }
      return yield* printResult(json, document, () => textOf(result, format))
    }
    if (format !== "parquet") yield* write(target.temporary, out!, yield* bytesOf(result, format))
    yield* writing(out!, () => renameSync(target.temporary, target.path))
    yield* printResult(
      json,
      { out, format, ...(isBinary ? {} : { rows: result.rows.length }) },
      () => `wrote ${out}`,
    )
  })

function textOf(result: SqlResult, format: Format): string {
  switch (format) {
    case "csv":
      return csvText(result).trimEnd()
    case "json":
      return JSON.stringify(jsonRows(result), null, 2)
    default:
      return resultTable(result)
  }
}

const bytesOf = (result: SqlResult, format: Format): Effect.Effect<Uint8Array | string> =>
  Effect.gen(function* () {
    if (format === "csv") return csvText(result)
    if (format !== "arrow") return `${textOf(result, format)}\n`
    const { encodeArrow } = yield* Effect.promise(() => import("../io/sql/encodeArrow.ts"))
    return yield* Effect.promise(() => encodeArrow(result))
  })

interface Target {
  readonly path: string
  /** beside it, renamed when whole; DuckDB compares real paths */
  readonly temporary: string
}

const temporaryFor = (out: string): Effect.Effect<Target, Usage> =>
  writing(out, () => {
    const path = resolve(projectRoot, out)
    mkdirSync(dirname(path), { recursive: true })
    return { path, temporary: join(realpathSync(dirname(path)), `.${basename(path)}.${process.pid}.tmp`) }
  })

const write = (temporary: string, out: string, content: Uint8Array | string): Effect.Effect<void, Usage> =>
  writing(out, () => writeFileSync(temporary, content))

const writing = <A>(out: string, run: () => A): Effect.Effect<A, Usage> =>
  Effect.try({
    try: run,
    catch: (cause) =>
      new Usage({
        problem: `${out} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
        remedy: "Give a file that can be written.",
      }),
  })
