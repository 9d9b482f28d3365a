import type { Inventory, StoredResult } from "./Catalogue.ts"
import { toResult } from "./catalogueRows.ts"
import type { Connection } from "./Connection.ts"
import type { ValueTable } from "./valueTable.ts"

const sqliteCorrupt = 11

export function inventory(connection: Connection, values: ValueTable): Inventory {
  return {
    results: () => connection.statement("select * from result order by seq").all().flatMap(soundResult),
    values: () => values.sound(),
    damagedRows: () => ({
      keys: connection
        .statement("select * from result")
        .all()
        .flatMap((row) => (toResult(row) === undefined ? [row["key"] as string] : [])),
      contents: values.damaged(),
    }),
    runKeys: () =>
      connection
        .statement("select run_id, key from run_node where key is not null")
        .all()
        .map((row) => ({ runId: row["run_id"] as string, key: row["key"] as string })),
    remove: (keys, contents) => {
      const result = connection.statement("delete from result where key = ?")
      for (const key of keys) result.run(key)
      for (const content of contents) values.drop(content)
      values.dropUnused()
    },
    checkPages: () => {
      const found = connection.statement("pragma quick_check(1)").get()?.["quick_check"]
      if (found !== "ok") throw Object.assign(new Error(String(found)), { errcode: sqliteCorrupt })
    },
    alone: (work) => connection.transaction(work),
    shrink: () => {
      connection.statement("vacuum").run()
      connection.statement("pragma wal_checkpoint(truncate)").all()
    },
  }
}

type Row = Readonly<Record<string, unknown>>

const soundResult = (row: Row): ReadonlyArray<StoredResult> => {
  const result = toResult(row)
  return result === undefined ? [] : [result]
}
