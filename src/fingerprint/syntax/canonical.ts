import type { Encodable } from "../encoding.ts"
import type { Field, Tree } from "./tree.ts"

/** A tree as plain data without positions: equal exactly where two pieces of code are the same at run time. */
export function canonical(tree: Tree): Encodable {
  return [tree.type, ...Object.entries(tree.fields).map(([key, field]) => [key, canonicalField(field)])]
}

function canonicalField(field: Field): Encodable {
  if (typeof field === "string" || typeof field === "boolean") return field
  if (!("type" in field)) return field.map((item) => (item === null ? null : canonical(item)))
  return canonical(field)
}
