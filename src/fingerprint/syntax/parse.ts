import { createRequire } from "node:module"
import { isNode, type ParsedNode } from "./erase.ts"

/** The statements of a file, or where its syntax is wrong. */
export type Parsed =
  | { readonly _tag: "Parsed"; readonly body: ReadonlyArray<ParsedNode> }
  | { readonly _tag: "SyntaxError"; readonly offset: number; readonly message: string }

let parseSync: typeof import("oxc-parser").parseSync | undefined
let count = 0

/** How many files this process has parsed. */
export const parseCount = (): number => count

/** Parses JavaScript or TypeScript. The parser is loaded on first use: most runs find every summary stored. */
export function parse(path: string, source: string): Parsed {
  parseSync ??= (createRequire(import.meta.url)("oxc-parser") as typeof import("oxc-parser")).parseSync
  count++
  const sourceType = /\.c[jt]s$/.test(path) ? "commonjs" : "module"
  const { program, errors } = parseSync(path, source, { preserveParens: false, sourceType })
  const [error] = errors
  if (error) return { _tag: "SyntaxError", offset: error.labels[0]?.start ?? 0, message: error.message }
  const body: ReadonlyArray<unknown> = program.body
  return { _tag: "Parsed", body: body.filter(isNode) }
}
