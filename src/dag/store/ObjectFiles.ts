/**
 * Immutable bytes by content hash. A file appears under its final name only when it is complete.
 * Two implementations, one contract: a folder, and memory for tests.
 */
import { randomBytes } from "node:crypto"
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import type { ObjectName, ReadRange } from "./layout.ts"

export interface ObjectFiles {
  readonly pathOf: (hash: string) => string
  /** undefined when there is none */
  readonly read: (hash: string) => Uint8Array | undefined
  /** gives a reader of parts of an object to `use`; undefined when there is none */
  readonly readSome: <A>(hash: string, use: (read: ReadRange) => A) => A | undefined
  readonly sizeOf: (hash: string) => number | undefined
  readonly write: (hash: string, bytes: Uint8Array) => void
  /** takes a damaged object out of the way and keeps it for inspection */
  readonly quarantine: (hash: string) => void
  readonly all: () => ReadonlyArray<Pick<ObjectName, "hash" | "bytes">>
  readonly remove: (hash: string) => void
  /** files that processes which ended in the middle of writing left behind, of those that `isAlive` does not know */
  readonly leftovers: (isAlive: (pid: number) => boolean) => ReadonlyArray<Leftover>
  /** what is in quarantine: objects, and folders of catalogues */
  readonly quarantined: () => number
}

export interface Leftover {
  readonly bytes: number
  readonly remove: () => void
}

/** The two system calls that make an object. */
export interface Disk {
  readonly write: (path: string, bytes: Uint8Array) => void
  readonly rename: (from: string, to: string) => void
}

const disk: Disk = { write: writeFileSync, rename: renameSync }

export function inFolder(root: string, { write, rename }: Disk = disk): ObjectFiles {
  const pathOf = (hash: string): string => join(root, "objects", hash.slice(0, 2), hash.slice(2))
  return {
    pathOf,
    read: (hash) => orUndefined(() => readFileSync(pathOf(hash))),
    readSome: (hash, use) => {
      const file = orUndefined(() => openSync(pathOf(hash), "r"))
      if (file === undefined) return undefined
      try {
        return use((from, to) => readRange(file, from, to))
      } finally {
        closeSync(file)
      }
    },
    sizeOf: (hash) => orUndefined(() => statSync(pathOf(hash)).size),
    write: (hash, bytes) => {
      const path = pathOf(hash)
      mkdirSync(join(root, "objects", hash.slice(0, 2)), { recursive: true })
      const temporary = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`
      try {
        write(temporary, bytes)
        rename(temporary, path)
      } catch (error) {
        rmSync(temporary, { force: true })
        throw error
      }
    },
    quarantine: (hash) => {
      const folder = join(root, "quarantine")
      mkdirSync(folder, { recursive: true })
      if (existsSync(pathOf(hash))) renameSync(pathOf(hash), join(folder, hash))
    },
    all: () =>
      filesUnder(join(root, "objects")).flatMap(({ name, path, folder }) =>
        /^[0-9a-f]{62}$/.test(name) ? [{ hash: folder + name, bytes: statSync(path).size }] : [],
      ),
    remove: (hash) => rmSync(pathOf(hash), { force: true }),
    leftovers: (isAlive) =>
      filesUnder(join(root, "objects")).flatMap(({ name, path }) => {
        const pid = /\.(\d+)-[0-9a-f]+\.tmp$/.exec(name)?.[1]
        return pid === undefined || isAlive(Number(pid))
          ? []
          : [{ bytes: statSync(path).size, remove: () => rmSync(path, { force: true }) }]
      }),
    quarantined: () =>
      existsSync(join(root, "quarantine")) ? readdirSync(join(root, "quarantine")).length : 0,
  }
}

export function inMemory(): ObjectFiles {
  const files = new Map<string, Uint8Array>()
  return {
    pathOf: (hash) => `memory:${hash}`,
    read: (hash) => files.get(hash),
    readSome: (hash, use) => {
      const bytes = files.get(hash)
      return bytes === undefined ? undefined : use((from, to) => bytes.subarray(from, to))
    },
    sizeOf: (hash) => files.get(hash)?.length,
    write: (hash, bytes) => void files.set(hash, new Uint8Array(bytes)),
    quarantine: (hash) => void files.delete(hash),
    all: () => [...files].map(([hash, bytes]) => ({ hash, bytes: bytes.length })),
    remove: (hash) => void files.delete(hash),
    leftovers: () => [],
    quarantined: () => 0,
  }
}

/** Files of the folders in which objects lie, by the first two digits of their names. */
function filesUnder(objects: string) {
  const folders = existsSync(objects) ? readdirSync(objects) : []
  return folders.flatMap((folder) =>
    readdirSync(join(objects, folder)).map((name) => ({ name, folder, path: join(objects, folder, name) })),
  )
}

function readRange(file: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from)
  let at = 0
  while (at < bytes.length) {
    const count = readSync(file, bytes, at, bytes.length - at, from + at)
    if (count === 0) return bytes.subarray(0, at)
    at += count
  }
  return bytes
}

function orUndefined<A>(read: () => A): A | undefined {
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}
