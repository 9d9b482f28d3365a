import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

/** Reads a JSON file; undefined where it is absent or damaged. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    return undefined
  }
}

/** Writes a JSON file so that a reader sees the old or the new one, never a part. */
export const writeJson = (path: string, value: unknown): void => writeText(path, JSON.stringify(value))

/** Writes a text file in the same way. */
export function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, text)
  renameSync(temporary, path)
}

/** Writes to a cache. Results are right without one, so a cache that cannot be written is no failure. */
export function keep(write: () => void): void {
  try {
    write()
  } catch {
    // The next run computes the same again.
  }
}
