/**
 * Panels in files, for `sage node run`: wide CSV, Parquet or Arrow IPC by the file's ending. The first column is the date,
 * strictly increasing; every other is an asset. Empty, null and NaN are the same: not known.
 */
import { rename, writeFile } from "node:fs/promises"
import { basename } from "node:path"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Calendar from "../domain/Calendar.ts"
import * as Panel from "../domain/Panel.ts"
import { formatIsoDate } from "../kernel/civilDate.ts"
import { DataRefused, FileError } from "../pipeline/data/errors.ts"
import { attempt, readBytes, temporaryBeside } from "./files.ts"
import { decodePanelArrow, encodePanelArrow } from "./panelArrow.ts"
import { panelCsv } from "./panelCsv.ts"
import type { ColumnRoles } from "./read/ColumnRoles.ts"
import { refuseUnread } from "./read/refuseUnread.ts"
import { readTable } from "./readTable.ts"
import { writeParquet } from "./writeParquet.ts"

type Format = "csv" | "parquet" | "arrow"

function formatOf(path: string): Format | undefined {
  if (/\.(csv|txt)(\.gz)?$/i.test(path)) return "csv"
  if (/\.(parquet|pq)$/i.test(path)) return "parquet"
  return /\.(arrow|feather|ipc)$/i.test(path) ? "arrow" : undefined
}

const unknownFormat = (operation: FileError["operation"], path: string) =>
  new FileError({ operation, path, reason: "its ending is none of .csv, .parquet, .arrow" })

// --------------------------------------------------------------------------------------------------------- reading

export const readPanelFile = Effect.fn("readPanelFile")(function* (path: string) {
  const format = formatOf(path)
  if (format === undefined) return yield* unknownFormat("read", path)
  const panel = format === "arrow" ? yield* readArrow(path) : yield* readWide(path)
  return yield* checkDates(path, panel)
})

const readArrow = Effect.fnUntraced(function* (path: string) {
  const bytes = yield* readBytes(path)
  const decoded = yield* Effect.tryPromise({
    try: () => decodePanelArrow(bytes),
    catch: () => refused(path, 0, "", "it is no Arrow IPC file"),
  })
  return typeof decoded === "string" ? yield* refused(path, 0, "", decoded) : decoded
})

const readWide = Effect.fnUntraced(function* (path: string) {
  const { table, layout } = yield* readTable(path, (names) => wideRoles(path, names))
  yield* refuseUnread(table)
  return Panel.fromColumns(
    Calendar.make(table.date),
    layout.numbers.map(({ name }) => name),
    table.numbers,
  )
})

function wideRoles(path: string, names: ReadonlyArray<string>): Result.Result<ColumnRoles, DataRefused> {
  const assets = names.slice(1)
  const twice = assets.find((name, i) => assets.indexOf(name) < i)
  if (twice !== undefined) return Result.fail(refused(path, 0, twice, "two columns have this name"))
  const numbers = assets.map((name, i) => ({ name, column: i + 1 }))
  return Result.succeed({ date: 0, ticker: undefined, numbers })
}

function checkDates(path: string, panel: Panel.Panel): Effect.Effect<Panel.Panel, DataRefused> {
  const { sessions } = panel.calendar
  const row = sessions.findIndex((session, at) => at > 0 && session <= sessions[at - 1]!)
  if (row < 0) return Effect.succeed(panel)
  const problem = `${formatIsoDate(sessions[row]!)} does not come after ${formatIsoDate(sessions[row - 1]!)}`
  return Effect.fail(refused(path, row + 1, "date", problem))
}

const refused = (path: string, row: number, field: string, problem: string) =>
  new DataRefused({
    file: basename(path),
    refusals: [{ row, field, asset: null, date: null, problem }],
    total: 1,
    remedy: "A panel has a first column of dates in order and one column of numbers an asset.",
  })

// --------------------------------------------------------------------------------------------------------- writing

/** Written beside and renamed, so that no reader meets half a file. */
export const writePanelFile = Effect.fn("writePanelFile")(function* (path: string, panel: Panel.Panel) {
  const format = formatOf(path)
  if (format === undefined || /\.gz$/i.test(path)) return yield* unknownFormat("write", path)
  const temporary = temporaryBeside(path)
  yield* attempt("write", path, async () => {
    if (format === "csv") await writeFile(temporary, panelCsv(panel))
    else if (format === "arrow") await writeFile(temporary, await encodePanelArrow(panel))
    else await writeParquet(temporary, panelTable(panel))
    await rename(temporary, path)
  })
})

const panelTable = (panel: Panel.Panel) => ({
  columns: [
    { name: "date", type: "date" as const, values: panel.calendar.sessions },
    ...panel.assets.map((name, asset) => ({
      name,
      type: "double" as const,
      values: Panel.column(panel, asset),
    })),
  ],
})
