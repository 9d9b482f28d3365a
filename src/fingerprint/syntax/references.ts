import type { Hazard, HazardKind, Import } from "../summary.ts"
import { assignedNames } from "./bindings.ts"
import { isDefineCall } from "./defineCall.ts"
import { walkScopes, type OpenScopes } from "./scopeWalk.ts"
import { child, children, list, literalText, staticPath, text, type Tree } from "./tree.ts"

/** What one piece of top-level code mentions; see `Unit` for the meaning of the fields. */
export interface References {
  readonly refs: ReadonlyArray<ReadonlyArray<string>>
  readonly writes: ReadonlyArray<string>
  readonly loads: ReadonlyArray<string>
  readonly hazards: ReadonlyArray<Hazard>
  readonly definitions: ReadonlyArray<FoundDefinition>
}

export interface FoundDefinition {
  readonly call: Tree
  readonly captured: ReadonlyArray<string>
}

/** What the walk must know of the file around it. */
export interface FileContext {
  readonly lineAt: (offset: number) => number
  readonly isTopLevel: (name: string) => boolean
  readonly importOf: (local: string) => Import | undefined
}

/** Collects the references of one top-level declaration or statement. */
export function collectReferences(unit: Tree, file: FileContext): References {
  const collector = new Collector(file)
  walkScopes(unit, collector)
  return {
    refs: [...collector.refs.values()],
    writes: [...collector.writes],
    loads: [...collector.loads],
    hazards: collector.hazards,
    definitions: collector.definitions.map(({ call, captured }) => ({ call, captured: [...captured] })),
  }
}

/** Modules that turn text or computed names into code. */
const CODE_LOADERS = /^(node:)?(vm|module)$/
const GLOBAL_OBJECTS = new Set(["globalThis", "global", "self", "window"])

type Visit = (parts: ReadonlyArray<Tree>) => void

interface OpenDefinition {
  readonly call: Tree
  /** Scopes that were open around the call. */
  readonly depth: number
  readonly captured: Set<string>
}

class Collector {
  readonly refs = new Map<string, ReadonlyArray<string>>()
  readonly writes = new Set<string>()
  readonly loads = new Set<string>()
  readonly hazards: Array<Hazard> = []
  readonly definitions: Array<OpenDefinition> = []
  readonly #file: FileContext
  readonly #open: Array<OpenDefinition> = []

  constructor(file: FileContext) {
    this.#file = file
  }

  readonly name = (path: ReadonlyArray<string>, tree: Tree, depth: number): void => {
    const root = path[0] ?? ""
    if (depth >= 0) {
      for (const definition of this.#open) if (depth < definition.depth) definition.captured.add(root)
    } else if (this.#file.importOf(root)) {
      this.#referToImport(root, path, tree)
    } else if (this.#file.isTopLevel(root)) {
      this.#refer([root])
    } else {
      this.#checkGlobal(path, tree)
    }
  }

  readonly code = (tree: Tree, visit: Visit, scopes: OpenScopes): void => {
    switch (tree.type) {
      case "CallExpression":
        return this.#call(tree, visit, scopes)
      case "NewExpression":
        return isUrlBesideModule(tree) ? this.#load(urlPath(tree)) : visit(children(tree))
      case "ImportExpression":
        return this.#loadCode(child(tree, "source"), tree, visit)
      case "MemberExpression":
        return isMetaMember(tree, "main") ? undefined : visit(children(tree))
      case "MetaProperty":
        return isImportMeta(tree) ? this.#refuse("own-location", "import.meta", tree) : undefined
      case "BinaryExpression":
        return visit(children(tree).filter((part) => !isInstanceofFunction(tree, part)))
      case "TSImportEqualsDeclaration":
        return this.#refuse("unsupported-syntax", "import x = …", tree)
      case "TSExportAssignment":
        return this.#refuse("unsupported-syntax", "export = …", tree)
      case "JSXElement":
      case "JSXFragment":
        return this.#refuse("unsupported-syntax", "JSX", tree)
      default:
        for (const name of changedNames(tree)) if (scopes.depthOf(name) < 0) this.#write(name)
        return visit(children(tree))
    }
  }

  #refer(path: ReadonlyArray<string>): void {
    this.refs.set(JSON.stringify(path), path)
  }

  #referToImport(root: string, path: ReadonlyArray<string>, tree: Tree): void {
    const from = this.#file.importOf(root)?.from ?? ""
    if (CODE_LOADERS.test(from)) this.#refuse("code-loader", `${root} from ${from}`, tree)
    this.#refer(path)
  }

  /** A global that makes code out of text. */
  #checkGlobal(path: ReadonlyArray<string>, tree: Tree): void {
    const [root = "", member] = GLOBAL_OBJECTS.has(path[0] ?? "") ? path.slice(1) : path
    if (root === "eval") this.#refuse("eval", "eval", tree)
    if (root === "Function" && member !== "prototype") this.#refuse("eval", "Function", tree)
    if (root === "require") this.#refuse("computed-import", path.join("."), tree)
  }

  #call(tree: Tree, visit: Visit, scopes: OpenScopes): void {
    const callee = child(tree, "callee")
    const [root = "", ...members] = (callee && staticPath(callee)) ?? []
    const isFree = scopes.depthOf(root) < 0
    const isRequire = root === "require" && members.length === 0 && isFree && !this.#file.isTopLevel(root)
    if (isRequire || (callee && isMetaMember(callee, "resolve"))) {
      this.#loadCode(list(tree, "arguments")[0], tree, visit)
    } else if (isFree && isDefineCall(tree, this.#file.importOf)) {
      this.#define(tree, visit, scopes.depth)
    } else {
      visit(children(tree))
    }
  }

  #define(call: Tree, visit: Visit, depth: number): void {
    const definition: OpenDefinition = { call, depth, captured: new Set() }
    this.definitions.push(definition)
    this.#open.push(definition)
    visit(children(call))
    this.#open.pop()
  }

  #loadCode(source: Tree | undefined, tree: Tree, visit: Visit): void {
    const specifier = literalText(source)
    if (specifier !== undefined) return this.#load(specifier)
    this.#refuse("computed-import", "a module whose name is computed", tree)
    visit(source ? [source] : [])
  }

  #write(name: string): void {
    if (this.#file.isTopLevel(name)) this.writes.add(name)
  }

  #load(specifier: string): void {
    this.loads.add(specifier)
  }

  #refuse(kind: HazardKind, what: string, tree: Tree): void {
    this.hazards.push({ kind, line: this.#file.lineAt(tree.start), what })
  }
}

/** The names that this piece of code assigns to. */
function changedNames(tree: Tree): ReadonlyArray<string> {
  switch (tree.type) {
    case "AssignmentExpression":
      return assignedNames(child(tree, "left"))
    case "UpdateExpression":
      return assignedNames(child(tree, "argument"))
    case "UnaryExpression":
      return text(tree, "operator") === "delete" ? assignedNames(child(tree, "argument")) : []
    case "ForInStatement":
    case "ForOfStatement":
      return child(tree, "left")?.type === "VariableDeclaration" ? [] : assignedNames(child(tree, "left"))
    default:
      return []
  }
}

const isImportMeta = (tree: Tree | undefined) => {
  const meta = tree?.type === "MetaProperty" ? child(tree, "meta") : undefined
  return meta !== undefined && text(meta, "name") === "import"
}

const isMetaMember = (tree: Tree, member: string) => {
  const property = tree.type === "MemberExpression" ? child(tree, "property") : undefined
  return property !== undefined && isImportMeta(child(tree, "object")) && text(property, "value") === member
}

/** `new URL("./literal", import.meta.url)`: a file beside this module, such as a worker or a table. */
function isUrlBesideModule(tree: Tree): boolean {
  const callee = child(tree, "callee")
  const [path, base] = list(tree, "arguments")
  const isUrl = callee?.type === "Identifier" && text(callee, "name") === "URL"
  return isUrl && literalText(path) !== undefined && base !== undefined && isMetaMember(base, "url")
}

/** A URL's path without a leading dot is relative, too. */
function urlPath(tree: Tree): string {
  const path = literalText(list(tree, "arguments")[0]) ?? ""
  return /^(\.{0,2}\/|[a-z]+:)/.test(path) ? path : `./${path}`
}

function isInstanceofFunction(tree: Tree, part: Tree): boolean {
  const isRight = part === child(tree, "right") && text(tree, "operator") === "instanceof"
  return isRight && part.type === "Identifier" && text(part, "name") === "Function"
}
