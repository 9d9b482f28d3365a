/**
 * Who is at work on a cache: each opening of a store has a name and, once it computes, a locked file of that name. The
 * lock falls when the process ends, so that others know at once that it will finish nothing.
 */
import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { type FileLock, tryLock } from "./fileLock.ts"

export interface Owners {
  /** this opening of the store: process id and a random token, since process ids come again */
  readonly self: string
  /** makes this opening known as alive; before its first lease */
  readonly announce: () => void
  readonly isAlive: (owner: string) => boolean
  /** the openings that are at work, this one left out; removes what dead ones left behind */
  readonly others: () => ReadonlyArray<string>
  readonly close: () => void
}

const newName = (): string => `${process.pid}-${randomBytes(8).toString("hex")}`

export function inFolder(root: string): Owners {
  const self = newName()
  const folder = join(root, "owners")
  let lock: FileLock | undefined
  const isAlive = (owner: string): boolean => {
    if (owner === self) return true
    const path = join(folder, owner)
    if (!existsSync(path)) return false
    const taken = tryLock(path)
    if (taken === undefined) return true
    taken.release()
    rmSync(path, { force: true })
    return false
  }
  return {
    self,
    announce: () => {
      if (lock !== undefined) return
      mkdirSync(folder, { recursive: true })
      lock = tryLock(join(folder, self))
    },
    isAlive,
    others: () =>
      (existsSync(folder) ? readdirSync(folder) : []).filter(
        // beside the files lie SQLite's journals, named after them
        (name) => /^\d+-[0-9a-f]+$/.test(name) && name !== self && isAlive(name),
      ),
    close: () => {
      if (lock === undefined) return
      lock.release()
      rmSync(join(folder, self), { force: true })
    },
  }
}

/** A cache in memory has one owner. */
export function alone(): Owners {
  const self = newName()
  return {
    self,
    announce: () => {},
    isAlive: (owner) => owner === self,
    others: () => [],
    close: () => {},
  }
}
