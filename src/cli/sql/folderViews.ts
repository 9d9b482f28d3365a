/** What lies in the folders of runs: their files, and their metrics. */
import * as Effect from "effect/Effect"
import { lstatSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { SqlValue } from "../../io/sql/SqlTable.ts"
import { column, type SqlView, tableOf } from "./SqlView.ts"

const artifactColumns = [
  column("run_id", "text", "id of the run"),
  column("file", "text", "name in the run's folder"),
  column("content", "text", "content hash of what it shows"),
  column("bytes", "double", "its size; null where it is gone"),
  column("path", "text", "from the project's root"),
] as const

export const artifacts: SqlView = {
  name: "artifacts",
  title: "a file of a run's folder",
  columns: artifactColumns,
  open: (context) =>
    Effect.map(context.runs, (opened) =>
      tableOf(
        artifactColumns,
        opened.flatMap(({ folder, shown, manifest }) =>
          Object.entries(manifest.files).map(([file, content]) => ({
            run_id: manifest.run_id,
            file,
            content,
            bytes: sizeOf(folder, file),
            path: `${shown}/${file}`,
          })),
        ),
      ),
    ),
}

/** Of a plain file, or of the parts of a table together; a manifest does not lead out of its folder. */
function sizeOf(folder: string, file: string): number | null {
  if (!/^[\w][\w.-]*$/.test(file)) return null
  const path = join(folder, file)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found?.isFile() === true) return found.size
  if (found?.isDirectory() !== true) return null
  return readdirSync(path).reduce((sum, part) => sum + lstatSync(join(path, part)).size, 0)
}

const metricColumns = [
  column("run_id", "text", "id of the run"),
  column("metric", "text", "name, as in metrics.json"),
  column("net", "double", "after costs; null where undefined"),
  column("gross", "double", "before costs"),
  column("book", "double", "metrics of turnover, exposure and cost have one value"),
  column("reason", "text", "why it is null"),
] as const

export const metrics: SqlView = {
  name: "metrics",
  title: "a metric of a run",
  columns: metricColumns,
  open: (context) =>
    Effect.gen(function* () {
      const rows: Array<Readonly<Record<string, SqlValue>>> = []
      for (const run of yield* context.runs) {
        const summary = yield* run.optional("metrics.json")
        if (summary === undefined) continue
        const { net, gross, book, reasons } = summary
        for (const metric of new Set([net, gross, book].flatMap((group) => Object.keys(group))))
          rows.push({
            run_id: run.manifest.run_id,
            metric,
            net: net[metric] ?? null,
            gross: gross[metric] ?? null,
            book: book[metric] ?? null,
            reason: reasons[`net.${metric}`] ?? reasons[`book.${metric}`] ?? null,
          })
      }
      return tableOf(metricColumns, rows)
    }),
}
