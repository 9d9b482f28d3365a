/**
 * Locks that the system takes back when their process ends, however it ends: no clock and no clean-up is needed to know
 * that a holder is gone. SQLite does the locking, which Node itself cannot.
 */
import { DatabaseSync } from "node:sqlite"

export interface FileLock {
  readonly release: () => void
}

/**
 * @param path a file of its own, made when it is not there
 * @returns undefined when somebody holds it, or when the file cannot be opened
 */
export function tryLock(path: string): FileLock | undefined {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: 0 })
    db.exec("begin exclusive")
    const held = db
    return { release: () => held.close() }
  } catch {
    db?.close()
    return undefined
  }
}
