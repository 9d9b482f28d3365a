/** `sage snapshot import`: files of the outside to a snapshot. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import { basename } from "node:path"
import type { Defect } from "../pipeline/data/import/Defect.ts"
import { type ImportOptions, importBars } from "../pipeline/data/importBars.ts"
import { membershipOf, renamesOf, type TextTable } from "../pipeline/data/import/dateTable.ts"
import { type DataRefused, ImportOptionError, InvalidName } from "../pipeline/data/errors.ts"
import { newSnapshotNameProblem } from "../pipeline/data/names.ts"
import type { CalendarName, SnapshotManifest } from "../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import { type ColumnMapping, tableLayout } from "../pipeline/data/tableLayout.ts"
import type { DateFormat } from "./read/cellDate.ts"
import type { DecimalMark } from "./read/cellNumber.ts"
import { defaultLimits, type ReadLimits } from "./read/limits.ts"
import { sessionZone } from "./read/SessionZone.ts"
import { tableFiles } from "./read/tableFiles.ts"
import { readAssets } from "./readAssets.ts"
import { readTable } from "./readTable.ts"
import { readTextTable } from "./readTextTable.ts"

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
  /** what is no defect: late starts, early ends, coarse prices */
  readonly information: ReadonlyArray<Defect>
  /** columns that mean nothing to a snapshot, by file */
  readonly ignored: ReadonlyArray<{ readonly file: string; readonly columns: ReadonlyArray<string> }>
}

/** A market that never closes counts UTC days; so does one of which no more is known than its rows. */
const zoneOf: Readonly<Record<CalendarName, string>> = {
  nyse: "America/New_York",
  always: "UTC",
  union: "UTC",
}

export interface SnapshotImportOptions extends ImportOptions, FileOptions {
  /** path of a file that says which ticker became which */
  readonly tickerMapFile?: string
  /** path of a file that says when assets belong to the universe */
  readonly membershipFile?: string
  /** names of the files by default */
  readonly source?: string
  /** path of a file that says what is known of the assets */
  readonly assets?: string
  /** where the name stands for other content, write its next version instead of refusing */
  readonly newVersion?: boolean
}

/** Reads, checks and pins; nothing is written when anything is refused. */
export const importSnapshot = Effect.fn("importSnapshot")(function* (
  paths: ReadonlyArray<string>,
  name: string,
  options: SnapshotImportOptions = {},
) {
  const problem = newSnapshotNameProblem(name)
  if (problem !== undefined) return yield* new InvalidName({ what: "snapshot", name, problem })
  const instant = yield* Clock.currentTimeMillis
  const { bars, meta, defects, information, ignored } = yield* readBars(paths, options, instant)
  const assets =
    options.assets === undefined
      ? {}
      : { assets: yield* readAssets(options.assets, bars.tickers, options.tickers !== undefined) }
  const source = options.source ?? paths.map((path) => basename(path)).join(", ")
  const retrieved_at = DateTime.formatIso(DateTime.makeUnsafe(instant))
  const store = yield* SnapshotStore
  const write = options.newVersion === true ? store.writeVersion : store.write
  const manifest = yield* write(name, bars, { kind: "imported", source, retrieved_at, ...meta, ...assets })
  return { manifest, defects, information, ignored } satisfies ImportedSnapshot
})

/** A function of its own, so that what was read is not held while the bars are written. */
const readBars = Effect.fnUntraced(function* (
  paths: ReadonlyArray<string>,
  options: SnapshotImportOptions,
  instant: number,
) {
  const reading = yield* readOptions(options)
  const files = yield* Effect.forEach((yield* Effect.forEach(paths, tableFiles)).flat(), (path) =>
    readTable(path, (names) => tableLayout(basename(path), names, options.columns), reading),
  )
  const { tickerMapFile, membershipFile } = options
  const tables = {
    ...(tickerMapFile === undefined ? {} : { renames: yield* readWith(renamesOf, tickerMapFile) }),
    ...(membershipFile === undefined ? {} : { membership: yield* readWith(membershipOf, membershipFile) }),
  }
  const today = latestDay(instant)
  const imported = yield* Effect.fromResult(importBars(files, { today, ...options, ...tables }))
  const ignored = files.flatMap(({ table, layout }) =>
    layout.kind === "wide" || layout.ignored.length === 0
      ? []
      : [{ file: table.file, columns: layout.ignored }],
  )
  return { ...imported, ignored }
})

const millisPerHour = 3_600_000

/** The day that has begun where it begins first (UTC+14): what is dated later lies in the future everywhere. */
const latestDay = (millis: number): number => Math.floor((millis + 14 * millisPerHour) / (24 * millisPerHour))

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

const readWith = <A>(decode: (table: TextTable) => Result.Result<A, DataRefused>, path: string) =>
  Effect.flatMap(readTextTable(path), (table) => Effect.fromResult(decode(table)))
