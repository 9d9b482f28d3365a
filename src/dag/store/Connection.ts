/** A connection to the catalogue's file that can be opened again, with its prepared statements. */
import { DatabaseSync, type StatementSync } from "node:sqlite"

export class Connection {
  private db: DatabaseSync
  private readonly open: () => DatabaseSync
  private readonly prepared = new Map<string, StatementSync>()

  constructor(open: () => DatabaseSync) {
    this.open = open
    this.db = open()
  }

  /** Statements are prepared when first used: an all-cached run needs few of them. */
  statement(sql: string): StatementSync {
    let statement = this.prepared.get(sql)
    if (statement === undefined) {
      statement = this.db.prepare(sql)
      this.prepared.set(sql, statement)
    }
    return statement
  }

  /** All of it or nothing, alone among the writers. */
  transaction<A>(work: () => A): A {
    this.statement("begin immediate").run()
    try {
      const answer = work()
      this.statement("commit").run()
      return answer
    } catch (error) {
      if (this.db.isTransaction) this.statement("rollback").run()
      throw error
    }
  }

  reopen(): void {
    this.close()
    this.db = this.open()
  }

  close(): void {
    this.prepared.clear()
    if (this.db.isOpen) this.db.close()
  }
}
