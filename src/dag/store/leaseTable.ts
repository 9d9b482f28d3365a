import type { LeaseTable } from "./Catalogue.ts"
import type { Connection } from "./Connection.ts"

export function leaseTable(connection: Connection): LeaseTable {
  const run = (sql: string, ...values: ReadonlyArray<string>): number =>
    Number(connection.statement(sql).run(...values).changes)
  return {
    enlist: (owner) =>
      void run("insert or ignore into owner select ?, (select coalesce(max(seq), 0) from value)", owner),
    owners: () =>
      connection
        .statement("select name, last_value from owner")
        .all()
        .map((row) => ({ owner: row["name"] as string, lastValue: row["last_value"] as number })),
    strikeOff: (owner) => {
      run("delete from lease where owner = ?", owner)
      run("delete from owner where name = ?", owner)
    },
    claim: (key, owner) => run("insert or ignore into lease values (?, ?, 0)", key, owner) === 1,
    find: (key) => {
      const row = connection.statement("select owner, beat from lease where key = ?").get(key)
      return row === undefined ? undefined : { owner: row["owner"] as string, beat: row["beat"] as number }
    },
    release: (key, owner) => void run("delete from lease where key = ? and owner = ?", key, owner),
    beat: (owner) => void run("update lease set beat = beat + 1 where owner = ?", owner),
  }
}
