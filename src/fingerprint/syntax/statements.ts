import type { Import, LocalExport, ModuleRequest, Reexport } from "../summary.ts"
import { lexicalNames, patternNames, varNames } from "./bindings.ts"
import { erase, isNode, type ParsedNode } from "./erase.ts"
import { child, list, text, type Tree } from "./tree.ts"

/** A file's top level, sorted by what its statements do. */
export interface TopLevel {
  readonly parts: Array<Part>
  readonly imports: Array<Import>
  readonly modules: Array<ModuleRequest>
  readonly exports: Array<LocalExport>
  readonly reexports: Array<Reexport>
  readonly stars: Array<string>
}

/** A declaration or effect before its references are collected. */
export interface Part {
  readonly tree: Tree
  readonly names: ReadonlyArray<string>
  readonly isEffect: boolean
  /** What `text` shows: the whole statement where it holds just this declaration. */
  readonly shown: { readonly start: number; readonly end: number }
  /** Distinguishes what the tree alone does not: const, let, var. */
  readonly declares: string
}

/** Sorts the statements of a file; type-only ones vanish. */
export function sortStatements(
  body: ReadonlyArray<ParsedNode>,
  lineAt: (offset: number) => number,
): TopLevel {
  const top: TopLevel = { parts: [], imports: [], modules: [], exports: [], reexports: [], stars: [] }
  for (const statement of body) addStatement(top, statement, lineAt(statement.start))
  return top
}

function addStatement(top: TopLevel, statement: ParsedNode, line: number): void {
  switch (statement.type) {
    case "ImportDeclaration":
      return addImport(top, statement, line)
    case "ExportAllDeclaration":
      return addExportAll(top, statement, line)
    case "ExportNamedDeclaration":
      return addExportNamed(top, statement, line)
    case "ExportDefaultDeclaration":
      return addExportDefault(top, statement)
    default:
      addCode(top, statement, statement)
  }
}

function addImport(top: TopLevel, statement: ParsedNode, line: number): void {
  const specifiers = nodes(statement.specifiers)
  const values = specifiers.filter((specifier) => specifier.importKind !== "type")
  const isTypeOnly = statement.importKind === "type" || (specifiers.length > 0 && values.length === 0)
  if (isTypeOnly) return
  const from = specifierOf(statement)
  top.modules.push({ from, line })
  for (const specifier of values) {
    top.imports.push({ local: nameIn(specifier.local), from, imported: importedName(specifier) })
  }
}

function importedName(specifier: ParsedNode): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*"
  return specifier.type === "ImportDefaultSpecifier" ? "default" : nameIn(specifier.imported)
}

function addExportAll(top: TopLevel, statement: ParsedNode, line: number): void {
  if (statement.exportKind === "type") return
  const from = specifierOf(statement)
  top.modules.push({ from, line })
  if (isNode(statement.exported)) {
    top.reexports.push({ exported: nameIn(statement.exported), from, imported: "*" })
  } else {
    top.stars.push(from)
  }
}

function addExportNamed(top: TopLevel, statement: ParsedNode, line: number): void {
  if (statement.exportKind === "type") return
  if (isNode(statement.declaration)) {
    const names = addCode(top, statement.declaration, statement)
    for (const name of names) top.exports.push({ exported: name, local: name })
    return
  }
  const specifiers = nodes(statement.specifiers)
  const values = specifiers.filter((specifier) => specifier.exportKind !== "type")
  const from = isNode(statement.source) ? specifierOf(statement) : undefined
  if (from !== undefined && (values.length > 0 || specifiers.length === 0)) top.modules.push({ from, line })
  for (const specifier of values) {
    const exported = nameIn(specifier.exported)
    const local = nameIn(specifier.local)
    if (from === undefined) top.exports.push({ exported, local })
    else top.reexports.push({ exported, from, imported: local })
  }
}

function addExportDefault(top: TopLevel, statement: ParsedNode): void {
  const tree = isNode(statement.declaration) ? erase(statement.declaration) : undefined
  if (tree === undefined) return
  const isNamed = tree.type === "FunctionDeclaration" || tree.type === "ClassDeclaration"
  const [name = "default"] = isNamed ? patternNames(child(tree, "id")) : []
  top.parts.push({ tree, names: [name], isEffect: false, shown: statement, declares: "default" })
  top.exports.push({ exported: "default", local: name })
}

/** Adds declarations, one part per declarator, or an effect; returns the names bound. */
function addCode(top: TopLevel, statement: ParsedNode, shown: ParsedNode): ReadonlyArray<string> {
  const tree = erase(statement)
  if (tree === undefined || isDirective(tree)) return []
  const parts = partsOf(tree, shown)
  top.parts.push(...parts)
  return parts.flatMap((part) => part.names)
}

function partsOf(tree: Tree, shown: Part["shown"]): ReadonlyArray<Part> {
  const kind = text(tree, "kind")
  if (tree.type === "VariableDeclaration" && !kind.includes("using")) {
    const declarators = list(tree, "declarations")
    return declarators.map((declarator) => ({
      tree: declarator,
      names: patternNames(child(declarator, "id")),
      isEffect: false,
      shown: declarators.length === 1 ? shown : declarator,
      declares: kind,
    }))
  }
  const isEffect = !DECLARATIONS.has(tree.type)
  const names = isEffect ? [...lexicalNames(tree), ...varNames(tree)] : lexicalNames(tree)
  return [{ tree, names, isEffect, shown, declares: "" }]
}

const DECLARATIONS = new Set([
  "FunctionDeclaration",
  "ClassDeclaration",
  "TSEnumDeclaration",
  "TSModuleDeclaration",
])

const isDirective = (tree: Tree) => tree.type === "ExpressionStatement" && text(tree, "directive") !== ""

const nodes = (value: unknown): ReadonlyArray<ParsedNode> =>
  Array.isArray(value) ? value.filter(isNode) : []

const specifierOf = (statement: ParsedNode): string =>
  isNode(statement.source) ? String(statement.source.value) : ""

/** A module export name: an identifier or a string. */
const nameIn = (value: unknown): string => (isNode(value) ? String(value.name ?? value.value) : "")
