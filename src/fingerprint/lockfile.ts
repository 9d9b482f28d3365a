import { dirname, join, relative, sep } from "node:path"
import type { Files } from "./files.ts"
import type { Package } from "./table.ts"

interface LockEntry {
  readonly version?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>
}

/** The packages that an import of `name` in a file brings in; undefined where that cannot be told. */
export type LockedPackages = (name: string, fromFile: string) => ReadonlyArray<Package> | undefined

/**
 * Looks packages up as they are locked: the package itself and all that it depends on.
 *
 * The nearest `package-lock.json` above the importing file that lists the package decides. Without one, the installed
 * package's own version counts. Not told are packages that are not installed or are links to a folder.
 */
export function makeLockedPackages(files: Files): LockedPackages {
  const locks = new Map<string, Lock | undefined>()
  return (name, fromFile) => {
    for (const folder of foldersAbove(fromFile)) {
      if (!locks.has(folder)) locks.set(folder, readLock(files, folder))
      const lock = locks.get(folder)
      const path = lock && entryPath(lock, name, relative(folder, dirname(fromFile)).split(sep).join("/"))
      if (lock && path !== undefined) return lock.packages[path]?.link ? undefined : closureOf(lock, path)
    }
    return installedPackage(files, name, fromFile)
  }
}

function foldersAbove(file: string): ReadonlyArray<string> {
  const folders = [dirname(file)]
  for (const folder of folders) if (dirname(folder) !== folder) folders.push(dirname(folder))
  return folders
}

function readLock(files: Files, folder: string): Lock | undefined {
  const text = files.readText(join(folder, "package-lock.json"))
  if (text === undefined) return undefined
  const { packages = {} } = JSON.parse(text) as { packages?: Lock["packages"] }
  return { packages }
}

/** The entry that Node's look-up from a folder (relative to the lockfile) finds: the nearest `node_modules` upwards. */
function entryPath(lock: Lock, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (lock.packages[path]) return path
    if (folder === "") return undefined
  }
}

const parentOf = (folder: string) => folder.slice(0, Math.max(0, folder.lastIndexOf("/")))

function closureOf(lock: Lock, root: string): ReadonlyArray<Package> {
  const paths = new Set([root])
  for (const path of paths) {
    const entry = lock.packages[path] ?? {}
    const wanted = { ...entry.peerDependencies, ...entry.optionalDependencies, ...entry.dependencies }
    for (const name of Object.keys(wanted)) {
      const found = entryPath(lock, name, path)
      if (found !== undefined) paths.add(found)
    }
  }
  return [...paths].map((path) => {
    const { version = "", integrity = "" } = lock.packages[path] ?? {}
    return {
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      integrity,
    }
  })
}

function installedPackage(files: Files, name: string, fromFile: string): ReadonlyArray<Package> | undefined {
  for (const folder of foldersAbove(fromFile)) {
    const text = files.readText(join(folder, "node_modules", name, "package.json"))
    if (text === undefined) continue
    const { version = "" } = JSON.parse(text) as { version?: string }
    return [{ name, version, integrity: "" }]
  }
  return undefined
}
