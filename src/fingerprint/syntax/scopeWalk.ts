import { lexicalNames, patternNames, varNames } from "./bindings.ts"
import { child, children, list, staticPath, text, type Tree } from "./tree.ts"

/** Hears of everything in a tree that is not a binding, with the language's scoping already applied. */
export interface ScopeListener {
  /**
   * A name in expression position with the members that follow it; `this` counts as a name.
   *
   * @param depth the scope that binds it, 0 outermost; -1 where the top level or nobody does
   */
  readonly name: (path: ReadonlyArray<string>, tree: Tree, depth: number) => void
  /** Any other piece of code; `visit` goes on into it or parts of it. */
  readonly code: (tree: Tree, visit: (parts: ReadonlyArray<Tree>) => void, scopes: OpenScopes) => void
}

/** The scopes between the top level and the piece of code being visited. */
export interface OpenScopes {
  readonly depth: number
  readonly depthOf: (name: string) => number
}

/** Walks one top-level declaration or statement. The names it binds itself are free: the top level binds them. */
export function walkScopes(unit: Tree, listener: ScopeListener): void {
  new ScopeWalk(listener).visit(unit)
}

class ScopeWalk implements OpenScopes {
  readonly #listener: ScopeListener
  readonly #scopes: Array<ReadonlySet<string>> = []

  constructor(listener: ScopeListener) {
    this.#listener = listener
  }

  get depth(): number {
    return this.#scopes.length
  }

  depthOf(name: string): number {
    return this.#scopes.findLastIndex((names) => names.has(name))
  }

  visit(tree: Tree | undefined): void {
    if (tree === undefined) return
    const rule = this.#rules[tree.type]
    if (rule) rule(tree)
    else this.#visitCode(tree)
  }

  readonly #rules: Readonly<Record<string, (tree: Tree) => void>> = {
    Identifier: (tree) => this.#name([text(tree, "name")], tree),
    ThisExpression: (tree) => this.#name(["this"], tree),
    MemberExpression: (tree) => this.#visitMember(tree),
    VariableDeclarator: (tree) => {
      this.#visitPattern(child(tree, "id"))
      this.visit(child(tree, "init"))
    },
    FunctionDeclaration: (tree) => this.#visitFunction(tree, []),
    FunctionExpression: (tree) => this.#visitFunction(tree, patternNames(child(tree, "id"))),
    ArrowFunctionExpression: (tree) => this.#visitFunction(tree, []),
    ClassDeclaration: (tree) => this.#visitClass(tree),
    ClassExpression: (tree) => this.#within(patternNames(child(tree, "id")), () => this.#visitClass(tree)),
    BlockStatement: (tree) => this.#visitBlock(list(tree, "body"), tree),
    TSModuleBlock: (tree) => this.#visitBlock(list(tree, "body"), tree),
    StaticBlock: (tree) =>
      this.#within(["this", ...list(tree, "body").flatMap(varNames)], () =>
        this.#visitBlock(list(tree, "body"), tree),
      ),
    SwitchStatement: (tree) => {
      this.visit(child(tree, "discriminant"))
      const cases = list(tree, "cases")
      const statements = cases.flatMap((one) => list(one, "consequent"))
      this.#within(statements.flatMap(lexicalNames), () => this.#visitAll(cases))
    },
    ForStatement: (tree) => this.#within(lexicalNames(child(tree, "init")), () => this.#visitCode(tree)),
    ForInStatement: (tree) => this.#within(lexicalNames(child(tree, "left")), () => this.#visitCode(tree)),
    ForOfStatement: (tree) => this.#within(lexicalNames(child(tree, "left")), () => this.#visitCode(tree)),
    CatchClause: (tree) =>
      this.#within(patternNames(child(tree, "param")), () => {
        this.#visitPattern(child(tree, "param"))
        this.visit(child(tree, "body"))
      }),
    TSEnumDeclaration: (tree) => this.visit(child(tree, "body")),
    TSModuleDeclaration: (tree) => this.visit(child(tree, "body")),
  }

  #name(path: ReadonlyArray<string>, tree: Tree): void {
    this.#listener.name(path, tree, this.depthOf(path[0] ?? ""))
  }

  #visitCode(tree: Tree): void {
    this.#listener.code(tree, (parts) => this.#visitAll(parts), this)
  }

  #visitAll(trees: ReadonlyArray<Tree>): void {
    for (const tree of trees) this.visit(tree)
  }

  #within(names: ReadonlyArray<string>, visit: () => void): void {
    this.#scopes.push(new Set(names))
    visit()
    this.#scopes.pop()
  }

  #visitMember(tree: Tree): void {
    const path = staticPath(tree)
    if (path) this.#name(path, tree)
    else this.#visitCode(tree)
  }

  #visitBlock(statements: ReadonlyArray<Tree>, block: Tree): void {
    this.#within(statements.flatMap(lexicalNames), () => this.#visitCode(block))
  }

  /** Defaults of parameters do not see the variables of the body, so the body is a scope of its own. */
  #visitFunction(tree: Tree, ownName: ReadonlyArray<string>): void {
    const params = list(tree, "params")
    const implicit = tree.type === "ArrowFunctionExpression" ? [] : ["this", "arguments"]
    const body = child(tree, "body")
    this.#within([...ownName, ...implicit, ...params.flatMap(patternNames)], () => {
      for (const param of params) this.#visitPattern(param)
      this.#within(body ? varNames(body) : [], () => this.visit(body))
    })
  }

  #visitClass(tree: Tree): void {
    this.#visitAll([...list(tree, "decorators")])
    this.visit(child(tree, "superClass"))
    this.#within(["this"], () => this.visit(child(tree, "body")))
  }

  /** A binding pattern: its names are bound, its defaults and computed keys are code. */
  #visitPattern(pattern: Tree | undefined): void {
    if (pattern === undefined || pattern.type === "Identifier") return
    if (pattern.type === "AssignmentPattern") {
      this.#visitPattern(child(pattern, "left"))
      this.visit(child(pattern, "right"))
    } else if (pattern.type === "Property") {
      this.visit(child(pattern, "key"))
      this.#visitPattern(child(pattern, "value"))
    } else {
      for (const part of children(pattern)) {
        if (part.type === "Decorator") this.visit(part)
        else this.#visitPattern(part)
      }
    }
  }
}
