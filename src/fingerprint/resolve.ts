import { isBuiltin } from "node:module"
import { dirname, isAbsolute, join, posix, relative, resolve as resolvePath, sep } from "node:path"
import { fileURLToPath } from "node:url"
import type { Files } from "./files.ts"
import { makeLockedPackages } from "./lockfile.ts"
import type { Resolve, Resolved } from "./names.ts"

/** Packages that only carry values from node to node. What they give is fixed by formats with versions of their own. */
const SHELL = /^(effect|@effect\/[^/]+|apache-arrow|@duckdb\/node-api)(\/|$)/

/** The engine's own code, which has a version of its own that enters every key. */
const ENGINE = "src/dag/"

const MISSING: Resolved = { _tag: "Missing" }

/** Where sources lie: the package that holds the built-in nodes, and which of its files are known. */
export interface Project {
  /** The folder of the package, with its `package.json`. */
  readonly root: string
  readonly files: Files
  /** Is there a source under this key, on disk or in the built-in table? */
  readonly has: (key: string) => boolean
}

/** A file's key: its path below the root with `/`, or its absolute path. */
export function keyOf(root: string, path: string): string {
  const inside = relative(root, path)
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside.split(sep).join("/")
}

/** The path of a key. */
export const pathOf = (root: string, key: string): string => resolvePath(root, key)

/**
 * Resolves imports as Node does under the condition `sage-source`, without searching for extensions.
 *
 * Files are followed; the engine, the shell's packages and Node's own modules are named; other packages are named with their
 * locked versions. Each import of a file is resolved once.
 */
export function makeResolve(project: Project): Resolve {
  const resolve = makeFreshResolve(project)
  const known = new Map<string, Map<string, Resolved>>()
  return (specifier, from) => {
    const ofFile = known.get(from) ?? new Map<string, Resolved>()
    known.set(from, ofFile)
    const resolved = ofFile.get(specifier) ?? resolve(specifier, from)
    ofFile.set(specifier, resolved)
    return resolved
  }
}

function makeFreshResolve(project: Project): Resolve {
  const exports = readExports(project)
  const lockedPackages = makeLockedPackages(project.files)
  return (specifier, from) => {
    if (/^(\.{1,2}\/|\/|file:)/.test(specifier)) return resolveFile(project, specifier, from)
    if (isBuiltin(specifier)) return outside(`node:${specifier.replace(/^node:/, "")}`)
    if (specifier.startsWith("data:")) return outside(specifier)
    const self = exports(specifier)
    if (self !== undefined) return followed(project, self)
    if (SHELL.test(specifier)) return outside(specifier)
    const name = /^(@[^/]+\/)?[^/:]+/.exec(specifier)?.[0]
    const packages = name && lockedPackages(name, pathOf(project.root, from))
    return packages ? { _tag: "Outside", id: specifier, packages } : MISSING
  }
}

const outside = (id: string): Resolved => ({ _tag: "Outside", id, packages: [] })

function resolveFile(project: Project, specifier: string, from: string): Resolved {
  const plain = specifier.replace(/[?#].*$/, "")
  if (plain.startsWith(".") && !isAbsolute(from)) {
    const key = posix.join(posix.dirname(from), plain)
    if (!key.startsWith("..")) return followed(project, key)
  }
  const base = dirname(pathOf(project.root, from))
  return followed(
    project,
    keyOf(project.root, plain.startsWith("file:") ? fileURLToPath(plain) : resolvePath(base, plain)),
  )
}

function followed(project: Project, key: string): Resolved {
  if (key.startsWith(ENGINE)) return outside(key)
  return project.has(key) ? { _tag: "File", file: key } : MISSING
}

/** Sources of the package's own public modules: `sage`, `sage/dag`, `sage/features`. */
function readExports({ root, files }: Project): (specifier: string) => string | undefined {
  const text = files.readText(join(root, "package.json"))
  const { name, exports = {} } = JSON.parse(text ?? "{}") as {
    name?: string
    exports?: Record<string, unknown>
  }
  const entries = Object.entries(exports).map(([pattern, target]) => [pattern, sourceOf(target)] as const)
  return (specifier) => {
    if (name === undefined || (specifier !== name && !specifier.startsWith(`${name}/`))) return undefined
    const subpath = `.${specifier.slice(name.length)}`
    const exact = entries.find(([pattern]) => pattern === subpath)
    if (exact) return exact[1]
    for (const [pattern, source] of entries) {
      const [before = "", after] = pattern.split("*")
      const isMatch = after !== undefined && subpath.startsWith(before) && subpath.endsWith(after)
      if (isMatch) return source?.replaceAll("*", subpath.slice(before.length, subpath.length - after.length))
    }
    return undefined
  }
}

function sourceOf(target: unknown): string | undefined {
  const source =
    typeof target === "object" && target !== null && "sage-source" in target ? target["sage-source"] : target
  return typeof source === "string" ? source.replace(/^\.\//, "") : undefined
}
