import * as Effect from "effect/Effect"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { SnapshotStore } from "../../pipeline/data/SnapshotStore.ts"
import type { SqlValue } from "../../io/sql/SqlTable.ts"
import { Usage } from "../Usage.ts"
import { column, type SqlView, tableOf } from "./SqlView.ts"

const columns = [
  column("name", "text", "as configs name it; `name@2` for a later version"),
  column("kind", "text", "synthetic, imported or fetched"),
  column("source", "text", "where the bars come from, in words"),
  column("content_hash", "text", "hash of its values: runs state it as data_hash"),
  column("calendar", "text", "nyse, always or union"),
  column("currency", "text", "of the prices"),
  column("adjustment", "text", "what was done to the prices before they reached Sage"),
  column("first_session", "date", "its first session"),
  column("last_session", "date", "its last session"),
  column("symbols", "integer", "symbols that it holds"),
  column("rows", "integer", "bars"),
  column("has_opens", "boolean", "whether fills at the open are possible"),
] as const

/** Snapshots that can be read; `sage snapshot ls` names the others. */
export const snapshots: SqlView = {
  name: "snapshots",
  title: "a snapshot of prices",
  columns,
  open: () =>
    Effect.gen(function* () {
      const store = yield* SnapshotStore
      const names = yield* Effect.mapError(
        store.list,
        (error) =>
          new Usage({ problem: error.message, remedy: "Give the folder snapshots/ back its permissions." }),
      )
      const rows: Array<Readonly<Record<string, SqlValue>>> = []
      for (const name of names) {
        const manifest = yield* Effect.orElseSucceed(store.manifest(name), () => undefined)
        if (manifest === undefined) continue
        rows.push({
          name,
          kind: manifest.kind,
          source: manifest.source,
          content_hash: manifest.content_hash,
          calendar: manifest.calendar,
          currency: manifest.currency,
          adjustment: manifest.adjustment,
          first_session: parseIsoDate(manifest.first_session) ?? null,
          last_session: parseIsoDate(manifest.last_session) ?? null,
          symbols: manifest.symbols.length,
          rows: manifest.rows,
          has_opens: manifest.has_opens,
        })
      }
      return tableOf(columns, rows)
    }),
}
