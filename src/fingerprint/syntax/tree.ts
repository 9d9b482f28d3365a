/** A syntax tree without types, comments and formatting (see erase.ts). */
export interface Tree {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly fields: Readonly<Record<string, Field>>
}

export type Field = Tree | string | boolean | ReadonlyArray<Tree | null>

const isTree = (field: Field | null | undefined): field is Tree =>
  typeof field === "object" && field !== null && !Array.isArray(field)

/** The child in a field, if there is one. */
export function child(tree: Tree, field: string): Tree | undefined {
  const value = tree.fields[field]
  return isTree(value) ? value : undefined
}

/** The children in a list field, without holes. */
export function list(tree: Tree, field: string): ReadonlyArray<Tree> {
  const value = tree.fields[field]
  return Array.isArray(value) ? value.filter(isTree) : []
}

/** The text in a field, or "". */
export function text(tree: Tree, field: string): string {
  const value = tree.fields[field]
  return typeof value === "string" ? value : ""
}

/** All children, in the order of their fields. */
export function children(tree: Tree): ReadonlyArray<Tree> {
  return Object.values(tree.fields).flatMap((field) =>
    isTree(field) ? [field] : Array.isArray(field) ? field.filter(isTree) : [],
  )
}

/** The value of a string literal or of a template without expressions. */
export function literalText(tree: Tree | undefined): string | undefined {
  if (tree?.type === "String") return text(tree, "value")
  const [quasi, ...others] = tree?.type === "TemplateLiteral" ? list(tree, "quasis") : []
  return quasi !== undefined && others.length === 0 ? text(quasi, "cooked") : undefined
}

/** `a.b.c` as ["a", "b", "c"]; undefined where it does not start with a name or a member is computed. */
export function staticPath(tree: Tree): ReadonlyArray<string> | undefined {
  if (tree.type === "Identifier") return [text(tree, "name")]
  if (tree.type === "ChainExpression") return staticPath(child(tree, "expression") ?? tree)
  if (tree.type !== "MemberExpression") return undefined
  const property = child(tree, "property")
  const object = child(tree, "object")
  const path = property?.type === "Name" && object ? staticPath(object) : undefined
  return path && property ? [...path, text(property, "value")] : undefined
}
