import type { Inventory } from "./Catalogue.ts"
import { toStoredResult, toStoredValue } from "./catalogueRows.ts"
import type { Connection } from "./Connection.ts"

export function inventory(connection: Connection): Inventory {
  return {
    results: () =>
      connection
        .statement("select key, node_id, run_id, outputs, states from result order by seq")
        .all()
        .map(toStoredResult),
    values: () =>
      connection
        .statement(
          `select seq, content, objects, keys, coalesce(length(inline), 0) + coalesce(length(inline_keys), 0) as inline_bytes
           from value order by seq`,
        )
        .all()
        .map(toStoredValue),
    runKeys: () =>
      connection
        .statement("select run_id, key from run_node where key is not null")
        .all()
        .map((row) => ({ runId: row["run_id"] as string, key: row["key"] as string })),
    remove: (keys, contents) =>
      connection.transaction(() => {
        const result = connection.statement("delete from result where key = ?")
        for (const key of keys) result.run(key)
        const value = connection.statement("delete from value where content = ?")
        for (const content of contents) value.run(content)
      }),
    alone: (work) => connection.transaction(work),
    shrink: () => {
      connection.statement("vacuum").run()
      connection.statement("pragma wal_checkpoint(truncate)").all()
    },
  }
}
