/** `sage snapshot import`: files of the outside to a snapshot. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import type { Defect } from "../pipeline/data/import/Defect.ts"
import { type ImportOptions, importBars } from "../pipeline/data/importBars.ts"
import { ImportOptionError, InvalidName } from "../pipeline/data/errors.ts"
import { snapshotNameProblem } from "../pipeline/data/names.ts"
import type { CalendarName, SnapshotManifest } from "../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import { type ColumnMapping, tableLayout } from "../pipeline/data/tableLayout.ts"
import type { DateFormat } from "./read/cellDate.ts"
import type { DecimalMark } from "./read/cellNumber.ts"
import { defaultLimits, type ReadLimits } from "./read/limits.ts"
import { refuseUnread } from "./read/refuseUnread.ts"
import { sessionZone } from "./read/SessionZone.ts"
import { tableFiles } from "./read/tableFiles.ts"
import { readTable } from "./readTable.ts"

/** How the files are written, where they do not say so themselves. */
export interface FileOptions {
  readonly columns?: ColumnMapping
  readonly dates?: DateFormat
  readonly decimal?: DecimalMark
  /** of the exchange: turns instants into sessions; by default that of the calendar */
  readonly timeZone?: string
  readonly limits?: ReadLimits
}

export interface ImportedSnapshot {
  readonly manifest: SnapshotManifest
  readonly defects: ReadonlyArray<Defect>
  /** columns that mean nothing to a snapshot, by file */
  readonly ignored: ReadonlyArray<{ readonly file: string; readonly columns: ReadonlyArray<string> }>
}

/** A market that never closes counts UTC days; so does one of which no more is known than its rows. */
const zoneOf: Readonly<Record<CalendarName, string>> = {
  nyse: "America/New_York",
  always: "UTC",
  union: "UTC",
}

/** Reads, checks and pins; nothing is written when anything is refused. `source` is the names of the files by default. */
export const importSnapshot = Effect.fn("importSnapshot")(function* (
  paths: ReadonlyArray<string>,
  name: string,
  options: ImportOptions & FileOptions & { readonly source?: string } = {},
) {
  const problem = snapshotNameProblem(name)
  if (problem !== undefined) return yield* new InvalidName({ what: "snapshot", name, problem })
  const { bars, meta, defects, ignored } = yield* readBars(paths, options)
  const now = DateTime.formatIso(DateTime.makeUnsafe(yield* Clock.currentTimeMillis))
  const source = options.source ?? paths.map((path) => basename(path)).join(", ")
  const store = yield* SnapshotStore
  const manifest = yield* store.write(name, bars, { kind: "imported", source, retrieved_at: now, ...meta })
  return { manifest, defects, ignored } satisfies ImportedSnapshot
})

/** A function of its own, so that what was read is not held while the bars are written. */
const readBars = Effect.fnUntraced(function* (
  paths: ReadonlyArray<string>,
  options: ImportOptions & FileOptions,
) {
  const reading = yield* readOptions(options)
  const files = yield* Effect.forEach((yield* Effect.forEach(paths, tableFiles)).flat(), (path) =>
    readTable(path, (names) => tableLayout(basename(path), names, options.columns), reading),
  )
  for (const { table } of files) yield* refuseUnread(table)
  const ignored = files.flatMap(({ table, layout }) =>
    layout.kind === "wide" || layout.ignored.length === 0
      ? []
      : [{ file: table.file, columns: layout.ignored }],
  )
  return { ...(yield* Effect.fromResult(importBars(files, options))), ignored }
})

const readOptions = Effect.fnUntraced(function* ({
  dates,
  decimal,
  timeZone,
  calendar = "nyse",
  limits = defaultLimits,
}: ImportOptions & FileOptions) {
  const zone = sessionZone(timeZone ?? zoneOf[calendar])
  if (zone !== undefined) return { dates, decimal, zone, limits }
  return yield* new ImportOptionError({
    option: `--time-zone ${timeZone}`,
    problem: "there is no such time zone",
    remedy: "Name it as the tz database does: America/New_York, Europe/Berlin, UTC.",
  })
})
