import type { Field, Tree } from "./tree.ts"

/** A node as the parser gives it. */
export interface ParsedNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** TypeScript syntax that means something at run time; all other `TS…` nodes vanish. */
const RUNTIME_TS = new Set([
  "TSEnumDeclaration",
  "TSEnumBody",
  "TSEnumMember",
  "TSModuleDeclaration",
  "TSModuleBlock",
  "TSParameterProperty",
  "TSImportEqualsDeclaration",
  "TSExportAssignment",
])

const WRAPPERS = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "ParenthesizedExpression",
])

const TYPE_FIELDS = new Set([
  "type",
  "start",
  "end",
  "typeAnnotation",
  "returnType",
  "typeParameters",
  "typeArguments",
  "superTypeArguments",
  "implements",
  "declare",
  "abstract",
  "accessibility",
  "override",
  "readonly",
  "definite",
  "importKind",
  "exportKind",
  "raw",
  "shorthand",
])

/** Fields that hold a name that is no reference, unless computed. */
const NAME_FIELDS: Readonly<Record<string, string>> = {
  MemberExpression: "property",
  Property: "key",
  MethodDefinition: "key",
  PropertyDefinition: "key",
  AccessorProperty: "key",
  TSEnumMember: "id",
  LabeledStatement: "label",
  BreakStatement: "label",
  ContinueStatement: "label",
}

/**
 * Drops everything without meaning at run time: types, type-only members, empty statements, quotes, parentheses,
 * `{ a: a }` for `{ a }`. Fields are sorted and absent ones left out, so that a newer parser that adds an empty field
 * gives the same tree.
 *
 * @returns undefined where nothing remains
 */
export function erase(node: ParsedNode): Tree | undefined {
  if (WRAPPERS.has(node.type)) return isNode(node.expression) ? erase(node.expression) : undefined
  if (isErased(node)) return undefined
  if (node.type === "Literal") return literal(node)
  if (node.type === "TemplateElement") return templateElement(node)
  const fields: Record<string, Field> = {}
  for (const key of Object.keys(node).sort()) {
    const field = isDropped(node, key) ? undefined : eraseField(node, key)
    if (field !== undefined) fields[key] = field
  }
  return { type: node.type, start: node.start, end: node.end, fields }
}

export const isNode = (value: unknown): value is ParsedNode =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"

function isErased(node: ParsedNode): boolean {
  if (node.declare === true || node.type === "EmptyStatement") return true
  if (node.type === "TSImportEqualsDeclaration" && node.importKind === "type") return true
  if (isNode(node.value) && node.value.type === "TSEmptyBodyFunctionExpression") return true
  return node.type.startsWith("TS") && !RUNTIME_TS.has(node.type)
}

/** `optional` marks `?.` in an expression and `?` in a type; `{ __proto__ }` differs from `{ __proto__: __proto__ }`. */
function isDropped(node: ParsedNode, key: string): boolean {
  if (key === "optional") return node.type !== "MemberExpression" && node.type !== "CallExpression"
  if (key === "shorthand") return !(isNode(node.key) && node.key.name === "__proto__")
  if (key === "computed") return nameOf(node) !== undefined
  return TYPE_FIELDS.has(key)
}

function eraseField(node: ParsedNode, key: string): Field | undefined {
  const value = node[key]
  if (key === NAME_FIELDS[node.type]) {
    const name = nameOf(node)
    if (name !== undefined && isNode(value)) return makeTree(value, "Name", { value: name })
  }
  if (isNode(value)) return erase(value)
  if (Array.isArray(value)) return eraseList(node, key, value)
  if (typeof value === "string") return value
  return value === true ? true : undefined
}

function eraseList(node: ParsedNode, key: string, items: ReadonlyArray<unknown>): Field | undefined {
  const isSparse = node.type.startsWith("Array")
  const kept = items.flatMap((item): Array<Tree | null> => {
    if (!isNode(item)) return isSparse ? [null] : []
    if (key === "params" && item.type === "Identifier" && item.name === "this") return []
    const tree = erase(item)
    return tree === undefined ? [] : [tree]
  })
  return kept.length === 0 ? undefined : kept
}

/** The plain name in a name field; `a["b"]` and `{ "b": 1 }` count as `a.b` and `{ b: 1 }`. */
function nameOf(node: ParsedNode): string | undefined {
  const field = NAME_FIELDS[node.type]
  const name = field === undefined ? undefined : node[field]
  if (!isNode(name)) return undefined
  if (name.type === "Literal" && typeof name.value === "string" && !isSpecialKey(node, name.value))
    return name.value
  return name.type === "Identifier" && node.computed !== true && typeof name.name === "string"
    ? name.name
    : undefined
}

/** `["__proto__"]: x` and `["constructor"]() {}` are not what they are without the brackets. */
const isSpecialKey = (node: ParsedNode, name: string) =>
  node.computed === true && (name === "__proto__" || name === "constructor")

function literal(node: ParsedNode): Tree {
  const { regex, bigint, value } = node
  if (typeof regex === "object" && regex !== null)
    return makeTree(node, "RegExp", { value: String(node.raw) })
  if (typeof bigint === "string") return makeTree(node, "BigInt", { value: bigint })
  if (typeof value === "string") return makeTree(node, "String", { value })
  if (typeof value === "number") return makeTree(node, "Number", { value: String(value) })
  return makeTree(node, value === null ? "Null" : "Boolean", { value: String(value) })
}

/** Tagged templates see the raw text, with line ends as the language defines them. */
function templateElement(node: ParsedNode): Tree {
  const { raw, cooked } = node.value as { raw: string; cooked: string | null }
  const normal = raw.replace(/\r\n?/g, "\n")
  return makeTree(node, "TemplateElement", { raw: normal, cooked: cooked ?? "" })
}

const makeTree = (node: ParsedNode, type: string, fields: Readonly<Record<string, Field>>): Tree => ({
  type,
  start: node.start,
  end: node.end,
  fields,
})
