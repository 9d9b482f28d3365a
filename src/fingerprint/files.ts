import { readFileSync, statSync } from "node:fs"

/** Size and times of a file; null where there is none. Content cannot change without changing one of them. */
export type Stamp = readonly [size: number, mtimeMs: number, ctimeMs: number] | null

/** A change within a clock tick of the look may leave the times as they were. */
const CLOCK_TICK_MS = 20

/** The file system, remembering at what it looked: equal stamps later mean that nothing read has changed. */
export class Files {
  readonly seen = new Map<string, Stamp>()
  /** Before the first look. */
  readonly sinceMs = Date.now()

  stamp(path: string): Stamp {
    const known = this.seen.get(path)
    if (known !== undefined) return known
    const stamp = stampOf(path)
    this.seen.set(path, stamp)
    return stamp
  }

  exists(path: string): boolean {
    return this.stamp(path) !== null
  }

  readBytes(path: string): Uint8Array | undefined {
    return this.exists(path) ? readFileSync(path) : undefined
  }

  readText(path: string): string | undefined {
    return this.exists(path) ? readFileSync(path, "utf8") : undefined
  }
}

/** The stamp of a regular file, now. */
export function stampOf(path: string): Stamp {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() ? [stats.size, stats.mtimeMs, stats.ctimeMs] : null
}

/** Does an earlier stamp, taken at `lookedAtMs` or later, prove that the content is the same? */
export function isUnchanged(earlier: Stamp, lookedAtMs: number, now: Stamp): boolean {
  if (earlier === null || now === null) return earlier === now
  const [size, mtimeMs, ctimeMs] = earlier
  const isOld = ctimeMs < lookedAtMs - CLOCK_TICK_MS
  return isOld && size === now[0] && mtimeMs === now[1] && ctimeMs === now[2]
}
