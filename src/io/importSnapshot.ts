/** `sage snapshot import`: files of the outside to a snapshot. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import { basename } from "node:path"
import type { Defect } from "../pipeline/data/import/Defect.ts"
import { type ImportOptions, importBars } from "../pipeline/data/importBars.ts"
import { membershipOf, renamesOf, type TextTable } from "../pipeline/data/import/dateTable.ts"
import { type DataRefused, InvalidName } from "../pipeline/data/errors.ts"
import { newSnapshotNameProblem } from "../pipeline/data/names.ts"
import type { SnapshotManifest } from "../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import { tableLayout } from "../pipeline/data/tableLayout.ts"
import { readAssets } from "./readAssets.ts"
import { readTable } from "./readTable.ts"
import { readTextTable } from "./readTextTable.ts"

export interface ImportedSnapshot {
  readonly manifest: SnapshotManifest
  readonly defects: ReadonlyArray<Defect>
}

export interface SnapshotImportOptions extends ImportOptions {
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
  const files = yield* Effect.forEach(paths, (path) =>
    readTable(path, (names) => tableLayout(basename(path), names)),
  )
  const { tickerMapFile, membershipFile } = options
  const tables = {
    ...(tickerMapFile === undefined ? {} : { renames: yield* readWith(renamesOf, tickerMapFile) }),
    ...(membershipFile === undefined ? {} : { membership: yield* readWith(membershipOf, membershipFile) }),
  }
  const { bars, meta, defects } = yield* Effect.fromResult(importBars(files, { ...options, ...tables }))
  const assets =
    options.assets === undefined
      ? {}
      : { assets: yield* readAssets(options.assets, bars.tickers, options.tickers !== undefined) }
  const now = DateTime.formatIso(DateTime.makeUnsafe(yield* Clock.currentTimeMillis))
  const source = options.source ?? paths.map((path) => basename(path)).join(", ")
  const store = yield* SnapshotStore
  const facts = { kind: "imported", source, retrieved_at: now, ...meta, ...assets } as const
  const write = options.newVersion === true ? store.writeVersion : store.write
  const manifest = yield* write(name, bars, facts)
  return { manifest, defects } satisfies ImportedSnapshot
})

const readWith = <A>(decode: (table: TextTable) => Result.Result<A, DataRefused>, path: string) =>
  Effect.flatMap(readTextTable(path), (table) => Effect.fromResult(decode(table)))
