import { child, children, list, text, type Tree } from "./tree.ts"

/** The names that a binding pattern introduces. */
export function patternNames(pattern: Tree | undefined): ReadonlyArray<string> {
  switch (pattern?.type) {
    case "Identifier":
      return [text(pattern, "name")]
    case "ObjectPattern":
      return list(pattern, "properties").flatMap((property) =>
        patternNames(property.type === "Property" ? child(property, "value") : property),
      )
    case "ArrayPattern":
      return list(pattern, "elements").flatMap(patternNames)
    case "RestElement":
      return patternNames(child(pattern, "argument"))
    case "AssignmentPattern":
      return patternNames(child(pattern, "left"))
    case "TSParameterProperty":
      return patternNames(child(pattern, "parameter"))
    default:
      return []
  }
}

/** The names a declaration statement binds in its block: const, let, using, class, function; `var` is not one of them. */
export function lexicalNames(statement: Tree | undefined): ReadonlyArray<string> {
  switch (statement?.type) {
    case "VariableDeclaration":
      return text(statement, "kind") === "var" ? [] : declaratorNames(statement)
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      return patternNames(child(statement, "id"))
    case "ExportNamedDeclaration":
      return lexicalNames(child(statement, "declaration"))
    default:
      return []
  }
}

/** The `var` names that are hoisted out of a statement: nested functions and static blocks keep theirs. */
export function varNames(tree: Tree): ReadonlyArray<string> {
  if (VAR_BOUNDARIES.has(tree.type)) return []
  const own = tree.type === "VariableDeclaration" && text(tree, "kind") === "var" ? declaratorNames(tree) : []
  return [...own, ...children(tree).flatMap(varNames)]
}

const VAR_BOUNDARIES = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "StaticBlock",
  "TSModuleDeclaration",
])

const declaratorNames = (declaration: Tree) =>
  list(declaration, "declarations").flatMap((declarator) => patternNames(child(declarator, "id")))

/** The names that an assignment target changes: `a`, the `a` of `a.b.c`, and all of a pattern. */
export function assignedNames(target: Tree | undefined): ReadonlyArray<string> {
  switch (target?.type) {
    case "MemberExpression":
      return assignedNames(child(target, "object"))
    case "ChainExpression":
      return assignedNames(child(target, "expression"))
    default:
      return patternNamesWithMembers(target)
  }
}

function patternNamesWithMembers(target: Tree | undefined): ReadonlyArray<string> {
  switch (target?.type) {
    case "ObjectPattern":
      return list(target, "properties").flatMap((property) =>
        assignedNames(child(property, property.type === "Property" ? "value" : "argument")),
      )
    case "ArrayPattern":
      return list(target, "elements").flatMap(assignedNames)
    case "RestElement":
      return assignedNames(child(target, "argument"))
    case "AssignmentPattern":
      return assignedNames(child(target, "left"))
    default:
      return patternNames(target)
  }
}
