/** A table that `sage sql` knows: its columns, and how its rows are got when a query names it. */
import * as Effect from "effect/Effect"
import type { SqlColumn, SqlTable, SqlType, SqlValue } from "../../io/sql/SqlTable.ts"
import type { StoreError } from "../../dag/errors.ts"
import { RunRefused } from "../../io/run/errors.ts"
import type { SnapshotStore } from "../../pipeline/data/SnapshotStore.ts"
import { openEveryRun, type RunFolder } from "../RunFolder.ts"
import type { Usage } from "../Usage.ts"

export interface SqlContext {
  /** absolute */
  readonly cache: string
  /** folders of runs that can be believed, oldest first; opened once */
  readonly runs: Effect.Effect<ReadonlyArray<RunFolder>>
}

export interface SqlView {
  readonly name: string
  /** what a row is */
  readonly title: string
  readonly columns: ReadonlyArray<SqlColumn>
  readonly open: (
    context: SqlContext,
  ) => Effect.Effect<SqlTable, Usage | RunRefused | StoreError, SnapshotStore>
}

export const column = (name: string, type: SqlType, description: string): SqlColumn => ({
  name,
  type,
  description,
})

/** Rows that are there already. */
export const tableOf = (
  columns: ReadonlyArray<SqlColumn>,
  rows: ReadonlyArray<Readonly<Record<string, SqlValue>>>,
): SqlTable => ({
  _tag: "Read",
  columns,
  read: (names) => ({
    rows: rows.length,
    columns: names.map((name) => rows.map((row) => row[name] ?? null)),
  }),
})

/** A folder that is refused is left out, and said. */
export const makeContext = (cache: string, say: (note: string) => Effect.Effect<void>) =>
  Effect.map(
    Effect.cached(
      Effect.gen(function* () {
        const opened: Array<RunFolder> = []
        for (const { run } of yield* openEveryRun) {
          if (run instanceof RunRefused) yield* say(`left out: ${run.message}`)
          else opened.push(run)
        }
        return opened
      }),
    ),
    (runs): SqlContext => ({ cache, runs }),
  )
