/**
 * A catalogue that is none any more is moved aside and begun anew: it costs recomputation and history, never a wrong
 * result. Processes that find the damage at the same moment move it once.
 */
import { existsSync, mkdirSync, renameSync, statSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import { basename, dirname, join } from "node:path"
import { tryLock } from "./fileLock.ts"
import { MadeByLaterVersion } from "./schema.ts"

/** SQLite's own numbers: https://www.sqlite.org/rescode.html */
const busy = 5
const corrupt = 11
const notADatabase = 26

const primaryCode = (error: unknown): number =>
  error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0

export const isOccupied = (error: unknown): boolean => primaryCode(error) === busy

export const isDamage = (error: unknown): boolean => {
  const code = primaryCode(error)
  return code === corrupt || code === notADatabase
}

export interface Opened {
  readonly db: DatabaseSync
  readonly inode: number
}

export function openAnew(
  path: string,
  open: (path: string) => DatabaseSync,
  onSetAside: (to: string) => void,
): Opened {
  const before = inodeOf(path)
  try {
    return { db: open(path), inode: inodeOf(path) }
  } catch (error) {
    if (!isDamage(error) && !(error instanceof MadeByLaterVersion)) throw error
    setAside(path, before, onSetAside)
    return { db: open(path), inode: inodeOf(path) }
  }
}

/** Moves the file and its journals into the quarantine, unless another process has put a new one in its place. */
export function setAside(path: string, inode: number, onSetAside: (to: string) => void): void {
  const lock = waitForLock(join(dirname(path), "repair.lock"))
  try {
    if (inodeOf(path) !== inode) return
    const to = freeFolder(join(dirname(path), "quarantine"))
    mkdirSync(to, { recursive: true })
    // the journals first: left behind, they would be read into the new file
    for (const suffix of ["-wal", "-shm", ""]) {
      if (existsSync(path + suffix)) renameSync(path + suffix, join(to, basename(path) + suffix))
    }
    onSetAside(to)
  } finally {
    lock?.release()
  }
}

/** Somebody who repairs is done in milliseconds; one who is stopped in the middle is not waited for. */
function waitForLock(path: string): ReturnType<typeof tryLock> {
  for (let tries = 0; tries < 500; tries++) {
    const lock = tryLock(path)
    if (lock !== undefined) return lock
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  }
  return undefined
}

const inodeOf = (path: string): number => (existsSync(path) ? statSync(path).ino : 0)

function freeFolder(root: string): string {
  for (let number = 1; ; number++) {
    const folder = join(root, `catalogue-${number}`)
    if (!existsSync(folder)) return folder
  }
}
