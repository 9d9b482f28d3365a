/** The tables that runs leave as Parquet files, over all runs. */
import * as Effect from "effect/Effect"
import { lstatSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { ParquetFile, SqlColumn } from "../../io/sql/SqlTable.ts"
import type { RunFolder } from "../RunFolder.ts"
import { column, type SqlView } from "./SqlView.ts"

const runId = column("run_id", "text", "id of the run")
const date = column("date", "date", "session")

/** @param files tables whose columns stand beside each other */
function tableView(
  name: string,
  title: string,
  files: ReadonlyArray<string>,
  columns: ReadonlyArray<SqlColumn>,
): SqlView {
  return {
    name,
    title,
    columns: [runId, ...columns],
    open: (context) =>
      Effect.map(context.runs, (opened) => ({
        _tag: "Parquet" as const,
        columns,
        parts: files.map((file) => opened.flatMap((run) => filesOf(run, file))),
      })),
  }
}

/** One file, or a part a year; links are not followed. */
function filesOf({ folder, manifest }: RunFolder, file: string): ReadonlyArray<ParquetFile> {
  const path = join(folder, `${file}.parquet`)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found?.isFile() === true) return [{ runId: manifest.run_id, path }]
  if (found?.isDirectory() !== true) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^\d{4}\.parquet$/.test(entry.name))
    .map(({ name }) => ({ runId: manifest.run_id, path: join(path, name) }))
}

export const equity = tableView(
  "equity",
  "a session of a run's equity curve",
  ["equity_curve"],
  [
    date,
    column("equity_gross", "double", "growth of 1 before costs"),
    column("equity_net", "double", "growth of 1 after costs"),
    column("drawdown_gross", "double", "below its peak, fraction ≤ 0"),
    column("drawdown_net", "double", "likewise after costs"),
  ],
)

export const weights = tableView(
  "weights",
  "an asset on a session of a run",
  ["weights"],
  [
    date,
    column("ticker", "text", "asset"),
    column("target", "double", "target weight of a decision on this session, fraction of net asset value"),
    column("held", "double", "weight at the close"),
    column("filled", "double", "weight right after the session's fills"),
  ],
)

export const returns = tableView(
  "returns",
  "a session's return",
  ["returns_gross", "returns_net"],
  [date, column("gross", "double", "before costs, decimal"), column("net", "double", "after costs, decimal")],
)

export const costs = tableView(
  "costs",
  "what a session cost",
  ["cost_components"],
  [
    date,
    column("spread", "double", "fraction of the previous close's net asset value"),
    column("slippage", "double", "likewise"),
    column("impact", "double", "likewise"),
    column("cost", "double", "all three together"),
  ],
)
