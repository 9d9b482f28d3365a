import { lockfile, type Sources } from "./project.ts"

/** One edit and whether the node `a` of `main.ts` must keep its fingerprint. */
export interface Case {
  readonly title: string
  readonly expect: "same" | "different"
  readonly sources: Sources
  readonly edit: Sources
  /** Why a bundler does not judge this case, if so. */
  readonly beyondBundler?: string
}

const HEAD = `import { Node } from "sage"\n`
const node = (body: string, name = "a") =>
  `Node.define({ name: "${name}", run: (x: number): number => ${body} })`

/** A node over a helper with a private constant, a barrel, JSON, a side effect and a package. */
export const BASE_SOURCES: Sources = {
  "main.ts": `${HEAD}import { scale } from "./helper.ts"
import { shift, other } from "./barrel.ts"
import weights from "./weights.json" with { type: "json" }
import * as Tools from "./tools.ts"
import { round } from "math-kit"
import "./setup.ts"
export const A = Node.define({
  name: "a",
  run: async (x: number): Promise<number> => {
    const late = await import("./late.ts")
    return round(late.extra(Tools.first(shift(scale(x)) * weights.w)))
  },
})
export const B = Node.define({ name: "b", run: () => other() + 1 })
export const unused = 1
`,
  "helper.ts": `import { deeper } from "./deeper.ts"
const factor = 2
export function scale(x: number): number { return deeper(x * factor) }
export const unrelated = () => 41
`,
  "deeper.ts": `export const deeper = (x: number) => x + 1`,
  "barrel.ts": `export * from "./shift.ts"\nexport { default as other } from "./other.ts"`,
  "shift.ts": `const by = 10\nexport const shift = (x: number) => x + by`,
  "other.ts": `export default function () { return 5 }`,
  "weights.json": `{ "w": 3, "note": "a b" }`,
  "tools.ts": `export const first = (x: number) => x\nexport const second = (x: number) => x * 2`,
  "late.ts": `export const extra = (x: number) => x - 1`,
  "setup.ts": `import { level } from "./level.ts"\nglobalThis.level = level`,
  "level.ts": `export const level = 1`,
}

const edited = (file: string, from: string | RegExp, to: string): Sources => {
  const text = (BASE_SOURCES[file] ?? "").replace(from, () => to)
  if (text === BASE_SOURCES[file]) throw new Error(`the edit of ${file} changes nothing`)
  return { [file]: text }
}

const onBase = (
  title: string,
  expect: Case["expect"],
  file: string,
  from: string | RegExp,
  to: string,
): Case => ({ title, expect, sources: BASE_SOURCES, edit: edited(file, from, to) })

/** Edits of the base project: tech decisions about what counts, each both ways. */
export const BASE_CASES: ReadonlyArray<Case> = [
  onBase("a comment in the definition", "same", "main.ts", "return round", "/* why */ return round"),
  onBase("a comment in a helper", "same", "helper.ts", "return deeper", "// why\n return deeper"),
  onBase(
    "formatting",
    "same",
    "helper.ts",
    "{ return deeper(x * factor) }",
    "{\n\n  return (deeper((x*factor)));\n}",
  ),
  onBase("quotes and trailing commas", "same", "main.ts", `{ type: "json" }`, `{ 'type': 'json', }`),
  onBase("a type annotation", "same", "helper.ts", "(x: number): number", "(x: any)"),
  onBase("an assertion", "same", "deeper.ts", "=> x + 1", "=> (x as number)! + (1 satisfies number)"),
  onBase(
    "a type and an interface",
    "same",
    "deeper.ts",
    /^/,
    `import type { T } from "./shift.ts"\nexport interface I { a: T }\n`,
  ),
  onBase("lines above", "same", "deeper.ts", /^/, "\n\n\n"),
  onBase("JSON spacing", "same", "weights.json", `{ "w": 3,`, `{\n"w":3,`),
  onBase(
    "an unrelated export of a helper's file",
    "same",
    "helper.ts",
    "=> 41",
    "=> 42 + Math.random() * 1000",
  ),
  onBase("an unrelated export of the same file", "same", "main.ts", "unused = 1", "unused = 2"),
  onBase("a new unrelated export", "same", "deeper.ts", /$/, "\nexport const more = () => 'more'"),
  onBase("a sibling definition", "same", "main.ts", "other() + 1", "other() + 2"),
  onBase("what only a sibling reaches", "same", "other.ts", "5", "6"),
  onBase("an unrelated member of a namespace", "same", "tools.ts", "x * 2", "x * 3"),
  onBase("an unrelated module in a barrel", "same", "barrel.ts", /$/, `\nexport * from "./level.ts"`),
  onBase("exporting a private constant", "same", "helper.ts", "const factor", "export const factor"),
  onBase("the definition", "different", "main.ts", "weights.w", "weights.w * 2"),
  onBase("a helper", "different", "helper.ts", "x * factor", "x / factor"),
  onBase("a helper's private constant", "different", "helper.ts", "factor = 2", "factor = 3"),
  onBase("a helper of a helper", "different", "deeper.ts", "x + 1", "x + 2"),
  onBase("a helper in a re-exported module", "different", "shift.ts", "x + by", "x - by"),
  onBase("a constant in a re-exported module", "different", "shift.ts", "by = 10", "by = 11"),
  onBase(
    "a used member of a namespace",
    "different",
    "tools.ts",
    "(x: number) => x\n",
    "(x: number) => -x\n",
  ),
  onBase("a JSON value", "different", "weights.json", "3", "4"),
  {
    ...onBase("spaces inside a JSON string", "different", "weights.json", "a b", "a  b"),
    beyondBundler: "it drops an unused field",
  },
  onBase("a dynamically imported module", "different", "late.ts", "x - 1", "x - 2"),
  onBase("a side-effect module", "different", "setup.ts", "level = level", "level = level + 1"),
  onBase("what a side effect uses", "different", "level.ts", "level = 1", "level = 2"),
  onBase("a new side effect", "different", "deeper.ts", /$/, "\nglobalThis.seed = 1"),
]

const small = (title: string, expect: Case["expect"], main: string, from: string, to: string): Case => {
  const sources = { ...BASE_SOURCES, "main.ts": HEAD + main }
  const text = (HEAD + main).replace(from, () => to)
  if (text === sources["main.ts"]) throw new Error(`the edit of "${title}" changes nothing`)
  return { title, expect, sources, edit: { "main.ts": text } }
}

/** Syntax that a walker may forget. */
export const SYNTAX_CASES: ReadonlyArray<Case> = [
  small(
    "a hoisted function below",
    "different",
    `export const A = ${node("f(x)")}\nfunction f(x) { return x + 1 }`,
    "x + 1",
    "x + 2",
  ),
  small(
    "a class method",
    "different",
    `class C { m(x) { return x + 1 } }\nexport const A = ${node("new C().m(x)")}`,
    "x + 1",
    "x + 2",
  ),
  small(
    "a class field and its base",
    "different",
    `class B { k = 1 }\nclass C extends B {}\nexport const A = ${node("new C().k")}`,
    "k = 1",
    "k = 2",
  ),
  small(
    "a static block",
    "different",
    `class C { static k; static { C.k = 1 } }\nexport const A = ${node("C.k")}`,
    "C.k = 1",
    "C.k = 2",
  ),
  small(
    "a destructured constant",
    "different",
    `const { p, q: [r = 1] } = make()\nfunction make() { return { p: 1, q: [] } }\nexport const A = ${node("x + r")}`,
    "p: 1",
    "p: 2",
  ),
  small("a default export", "different", `const k = 1\nexport default ${node("x + k")}`, "k = 1", "k = 2"),
  small(
    "a renamed export",
    "different",
    `const k = 1\nconst A = ${node("x + k")}\nexport { A as Momentum }`,
    "k = 1",
    "k = 2",
  ),
  small(
    "a template literal",
    "different",
    `const k = 1\nexport const A = ${node("`${k}`")}`,
    "k = 1",
    "k = 2",
  ),
  small("text of a template", "different", `export const A = ${node("`a${x}`.length")}`, "`a$", "`b$"),
  small(
    "a tagged template",
    "different",
    "const tag = (s) => s.raw[0]\nexport const A = " + node("tag`a`.length"),
    "s.raw[0]",
    "s[0]",
  ),
  small(
    "reassignment at the top level",
    "different",
    `let k = 1\nk = 2\nexport const A = ${node("x + k")}`,
    "k = 2",
    "k = 3",
  ),
  {
    ...small(
      "reassignment by a function",
      "different",
      `let k = 1\nexport const set = () => { [k] = [5] }\nexport const A = ${node("x + k")}`,
      "[5]",
      "[6]",
    ),
    beyondBundler: "it drops a function that nobody calls",
  },
  {
    ...small(
      "a member set by a function",
      "different",
      `const t = {}\nexport const set = () => { t.k = 5 }\nexport const A = ${node("t.k")}`,
      "= 5",
      "= 6",
    ),
    beyondBundler: "it drops a function that nobody calls",
  },
  small(
    "a top-level loop",
    "different",
    `const t = []\nfor (let i = 0; i < 3; i++) t.push(i)\nexport const A = ${node("t[x]")}`,
    "i < 3",
    "i < 4",
  ),
  small(
    "a variable of a top-level block",
    "different",
    `if (Date) { var k = 1 }\nexport const A = ${node("k")}`,
    "k = 1",
    "k = 2",
  ),
  small(
    "a default that names what the body shadows",
    "different",
    `const k = 1\nfunction f(x = k) { var k = 9; return x }\nexport const A = ${node("f()")}`,
    "const k = 1",
    "const k = 2",
  ),
  small(
    "a shadowed name elsewhere",
    "different",
    `const k = 1\nexport const A = ${node("((k) => k)(x) + k")}`,
    "k = 1",
    "k = 2",
  ),
  small(
    "shorthand properties",
    "different",
    `const k = 1\nexport const A = ${node("({ k }).k")}`,
    "k = 1",
    "k = 2",
  ),
  small(
    "computed keys",
    "different",
    `const k = "a"\nexport const A = ${node("({ [k]: x }).a")}`,
    `k = "a"`,
    `k = "b"`,
  ),
  small(
    "a label is no reference",
    "same",
    `const k = 1\nexport const A = Node.define({ name: "a", run: () => { k: for (;;) break k } })`,
    "k = 1",
    "k = 2",
  ),
  small(
    "a property name is no reference",
    "same",
    `const k = 1\nexport const A = ${node("({ k: x }).k")}`,
    "k = 1",
    "k = 2",
  ),
  small(
    "a bound name is no reference",
    "same",
    `const k = 1\nexport const A = ${node("((k) => k)(x)")}`,
    "k = 1",
    "k = 2",
  ),
  small("optional chaining", "different", `const t = {}\nexport const A = ${node("t?.a.b")}`, "t?.a", "t.a"),
  small(
    "parentheses that end a chain",
    "different",
    `const t = {}\nexport const A = ${node("(t?.a).b")}`,
    "(t?.a).b",
    "t?.a.b",
  ),
  small("an array hole", "different", `export const A = ${node("[, x].length")}`, "[, x]", "[x]"),
  small(
    "a getter",
    "different",
    `export const A = ${node("({ get k() { return 1 } }).k")}`,
    "get k()",
    "k()",
  ),
  small("async", "different", `export const A = ${node("(() => 1)() ?? 0")}`, "(() => 1)", "(async () => 1)"),
  small(
    "a regular expression's flags",
    "different",
    `export const A = ${node("/a/g.test('A')")}`,
    "/a/g",
    "/a/i",
  ),
  small("a lone surrogate", "different", `export const A = ${node("'\\ud800'")}`, "\\ud800", "\\ud801"),
  small("a string is not a number", "different", `export const A = ${node("1")}`, "=> 1", "=> '1'"),
  small("operators", "different", `export const A = ${node("x + 1")}`, "x + 1", "x - 1"),
  small("optional parameters are types", "same", `export const A = ${node("((y?) => y)(x)")}`, "y?", "y"),
  small(
    "type-only class members",
    "same",
    `class C { m() { return 1 } }\nexport const A = ${node("new C().m()")}`,
    "{ m()",
    "{ declare k: number; [i: string]: unknown; m()",
  ),
  small(
    "overloads",
    "same",
    `function f(x) { return x }\nexport const A = ${node("f(x)")}`,
    "function f(x)",
    "function f(x: number): number\nfunction f(x)",
  ),
]

/** Linking of names over files, and packages. */
export const LINK_CASES: ReadonlyArray<Case> = [
  {
    title: "two imports exchanged",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}import { first as p, second as q } from "./tools.ts"\nexport const A = ${node("p(q(x)) - q(x)")}`,
    },
    edit: {
      "main.ts": `${HEAD}import { second as p, first as q } from "./tools.ts"\nexport const A = ${node("p(q(x)) - q(x)")}`,
    },
  },
  {
    title: "a namespace used whole",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}import * as Tools from "./tools.ts"\nexport const A = ${node("Object.keys(Tools).length")}`,
    },
    edit: { "tools.ts": "export const first = (x: number) => x\nexport const second = (x: number) => x * 9" },
  },
  {
    title: "a helper moved to another file",
    expect: "same",
    sources: BASE_SOURCES,
    edit: {
      ...edited("helper.ts", "./deeper.ts", "./moved/deeper.ts"),
      "moved/deeper.ts": BASE_SOURCES["deeper.ts"] ?? "",
    },
  },
  {
    title: "a re-export renamed on the way",
    expect: "same",
    sources: BASE_SOURCES,
    edit: {
      "barrel.ts": `export { shift as moved } from "./shift.ts"\nexport { default as other } from "./other.ts"`,
      ...edited("main.ts", "shift, other", "moved as shift, other"),
    },
  },
  {
    title: "the package's version",
    expect: "different",
    sources: BASE_SOURCES,
    edit: { "package-lock.json": lockfile({ "math-kit": "1.0.1", "deep-kit": "1.0.0", effect: "4.1.0" }) },
    beyondBundler: "packages are not bundled",
  },
  {
    title: "a dependency of the package",
    expect: "different",
    sources: BASE_SOURCES,
    edit: { "package-lock.json": lockfile({ "math-kit": "1.0.0", "deep-kit": "1.0.1", effect: "4.1.0" }) },
    beyondBundler: "packages are not bundled",
  },
  {
    title: "another package and the shell's version",
    expect: "same",
    sources: BASE_SOURCES,
    edit: {
      "package-lock.json": lockfile({
        "math-kit": "1.0.0",
        "deep-kit": "1.0.0",
        effect: "4.2.0",
        "new-kit": "1.0.0",
      }),
    },
    beyondBundler: "packages are not bundled",
  },
  {
    title: "a kernel behind a stage's front door",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}import { average } from "sage/features"\nexport const A = ${node("average([x])")}`,
    },
    edit: { "src/kernel/mean.ts": "export const mean = (xs) => xs[0]" },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "the vocabulary that the front door gives",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `import { Node, Panel } from "sage"\nexport const A = ${node("Panel.rows([x])")}`,
    },
    edit: {
      "src/domain/Panel.ts":
        "export const map = (panel, f) => panel.map(f)\nexport const rows = (panel) => panel.length + 1",
    },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "unused vocabulary",
    expect: "same",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `import { Node, Panel } from "sage"\nexport const A = ${node("Panel.rows([x])")}`,
    },
    edit: {
      "src/domain/Panel.ts": "export const map = () => []\nexport const rows = (panel) => panel.length",
    },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "the engine",
    expect: "same",
    sources: BASE_SOURCES,
    edit: { "src/dag/Node.ts": "export const define = (spec) => ({ ...spec })" },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "another export of the engine",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `import { Node, Reach as R } from "sage"\nexport const A = ${node("R")}`,
    },
    edit: { "main.ts": `import { Node, Scope as R } from "sage"\nexport const A = ${node("R")}` },
  },
]
