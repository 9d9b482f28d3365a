import type { Import } from "../summary.ts"
import { child, list, literalText, staticPath, text, type Tree } from "./tree.ts"

/** What a `Node.define({ … })` says of itself; undefined parts cannot be read from the source. */
export interface DefineCall {
  readonly name: string | undefined
  /** null: not given; undefined: given, but not a list of string literals. */
  readonly codeDeps: ReadonlyArray<string> | null | undefined
}

/**
 * Is this the engine's `define`, under whatever local name it was imported?
 *
 * Understood are `Node.define` with `Node` imported by name or as a namespace of a file `Node.ts`, `sage.Node.define` with a
 * namespace, and `define` imported from a file `Node.ts`.
 */
export function isDefineCall(call: Tree, importOf: (local: string) => Import | undefined): boolean {
  const callee = child(call, "callee")
  const path = callee && staticPath(callee)
  const imported = path?.[0] === undefined ? undefined : importOf(path[0])
  if (path === undefined || imported === undefined) return false
  const full = imported.imported === "*" ? path.slice(1) : [imported.imported, ...path.slice(1)]
  const fromNodeFile = /(^|\/)Node(\.[a-z]+)?$/.test(imported.from)
  return full.at(-1) === "define" && (full.at(-2) === "Node" || (full.length === 1 && fromNodeFile))
}

/** Reads name and codeDeps of a define call. */
export function readDefineCall(call: Tree): DefineCall {
  const [spec] = list(call, "arguments")
  const properties = spec?.type === "ObjectExpression" ? list(spec, "properties") : []
  const afterSpread = properties.slice(properties.findLastIndex((p) => p.type !== "Property") + 1)
  const codeDeps = valueOf(properties, "codeDeps")
  return {
    name: literalText(valueOf(afterSpread, "name")),
    codeDeps: codeDeps === undefined ? null : literalTexts(codeDeps),
  }
}

function valueOf(properties: ReadonlyArray<Tree>, name: string): Tree | undefined {
  const property = properties.findLast((p) => {
    const key = child(p, "key")
    return key?.type === "Name" && text(key, "value") === name
  })
  return property && child(property, "value")
}

function literalTexts(tree: Tree): ReadonlyArray<string> | undefined {
  if (tree.type !== "ArrayExpression") return undefined
  const texts = list(tree, "elements").map(literalText)
  return texts.every((item) => item !== undefined) ? texts : undefined
}
