import type { Inventory, StoredResult, StoredValue } from "./Catalogue.ts"
import { toResult, toValue } from "./catalogueRows.ts"
import type { Connection } from "./Connection.ts"

const sqliteCorrupt = 11

export function inventory(connection: Connection): Inventory {
  return {
    results: () => connection.statement("select * from result order by seq").all().flatMap(soundResult),
    values: () => connection.statement("select * from value order by seq").all().flatMap(soundValue),
    damagedRows: () => ({
      keys: connection
        .statement("select * from result")
        .all()
        .flatMap((row) => (toResult(row) === undefined ? [row["key"] as string] : [])),
      contents: connection
        .statement("select * from value")
        .all()
        .flatMap((row) => (toValue(row) === undefined ? [row["content"] as string] : [])),
    }),
    runKeys: () =>
      connection
        .statement("select run_id, key from run_node where key is not null")
        .all()
        .map((row) => ({ runId: row["run_id"] as string, key: row["key"] as string })),
    remove: (keys, contents) => {
      const result = connection.statement("delete from result where key = ?")
      for (const key of keys) result.run(key)
      const value = connection.statement("delete from value where content = ?")
      for (const content of contents) value.run(content)
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

function soundValue(row: Row): ReadonlyArray<StoredValue> {
  const value = toValue(row)
  if (value === undefined) return []
  const { content, inline, inlineKeys, keys } = value
  return [
    {
      seq: row["seq"] as number,
      content,
      objects: [...value.objects, ...(keys === null ? [] : [keys])],
      inlineBytes: (inline?.length ?? 0) + (inlineKeys?.length ?? 0),
    },
  ]
}
