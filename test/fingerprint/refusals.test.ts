import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { fingerprintBuiltIn } from "../../src/fingerprint/fingerprintBuiltIn.ts"
import { fingerprintUserFiles } from "../../src/fingerprint/fingerprintUserFiles.ts"
import { renderRefusal } from "../../src/fingerprint/table.ts"
import { withProject, type Sources } from "./project.ts"

const HEAD = `import { Node } from "sage"\n`
const reaching = (helper: string, extra = "") =>
  `${HEAD}${helper}\nexport const A = Node.define({ name: "a",${extra} run: (x) => helper(x) })\nexport const B = Node.define({ name: "b", run: () => 1 })`

const refusals = (main: string, more: Sources = {}) =>
  withProject({ "main.ts": main, ...more }, (project) => project.table())

const HELPERS: ReadonlyArray<readonly [kind: string, helper: string]> = [
  ["eval", "const helper = (x) => eval(x)"],
  ["eval", "const helper = (x) => (0, eval)(x)"],
  ["eval", "const helper = (x) => globalThis.eval(x)"],
  ["eval", "const helper = (x) => new Function(x)"],
  ["eval", "const helper = (x) => Function(x)()"],
  ["eval", "const F = Function\nconst helper = (x) => new F(x)"],
  ["computed-import", "const helper = (x) => import(x)"],
  ["computed-import", "const helper = (x) => import(`./${x}.ts`)"],
  ["computed-import", "const helper = (x) => require(x)"],
  ["computed-import", "const load = require\nconst helper = (x) => load(x)"],
  ["computed-import", "const helper = (x) => import.meta.resolve(x)"],
  ["code-loader", `import { createRequire } from "node:module"\nconst helper = (x) => createRequire("/")(x)`],
  ["code-loader", `import * as vm from "vm"\nconst helper = (x) => vm.runInThisContext(x)`],
  ["own-location", "const helper = () => import.meta.dirname"],
  ["own-location", `const helper = () => new URL(name, import.meta.url)`],
  ["unresolved-import", `import { helper } from "./absent.ts"`],
  ["unresolved-import", `import { helper } from "absent-kit"`],
  ["unresolved-load", `const helper = () => import("./absent.ts")`],
  ["unresolved-load", `const helper = () => new URL("./absent.bin", import.meta.url)`],
  ["unsupported-syntax", "const helper = () => 1\nexport = helper"],
  ["unsupported-syntax", `import fs = require("fs")\nconst helper = () => fs`],
]

describe("code that cannot be followed", () => {
  it.each(HELPERS)("is refused with its place (%s): %s", (kind, helper) => {
    const { nodes, refusals: found } = refusals(reaching(helper))
    const line =
      HEAD.split("\n").length +
      helper.split("\n").findIndex((text) => /eval|Function|import\b|require|createRequire|vm\./.test(text))
    expect(nodes["a"]).toBeUndefined()
    expect(
      found.some(
        (one) => one.kind === kind && one.node === "a" && one.file === "main.ts" && one.line >= line,
      ),
    ).toBe(true)
  })

  it("is no matter of nodes that do not reach it", () => {
    const { nodes } = refusals(reaching("const helper = (x) => eval(x)"))
    expect(nodes["b"]).toBeDefined()
  })

  it("is accepted where the node declares the files, whose content then counts", () => {
    const main = reaching("const helper = (x) => import(x)", ` codeDeps: ["rules/one.ts", "./table.txt"],`)
    const sources = {
      "main.ts": main,
      "rules/one.ts": "const k = 1\nexport const f = () => k",
      "table.txt": "1",
    }
    withProject(sources, (project) => {
      const before = project.node().fingerprint
      project.write({ "table.txt": "2" })
      const table = project.node().fingerprint
      project.write({ "table.txt": "1", "rules/one.ts": "const k = 2\nexport const f = () => k" })
      expect(new Set([before, table, project.node().fingerprint]).size).toBe(3)
    })
  })

  it("is refused where a declared file is absent", () => {
    const { refusals: found } = refusals(
      reaching("const helper = (x) => import(x)", ` codeDeps: ["./absent.ts"],`),
    )
    expect(found.map(({ kind }) => kind)).toEqual(["unresolved-import"])
  })

  it("ends its message in a remedy", () => {
    const [refusal] = refusals(reaching("const helper = (x) => eval(x)")).refusals
    expect(refusal && renderRefusal(refusal)).toBe(
      "main.ts:2: code made from text cannot be followed: eval (node a). Import the code instead, or list the files it is made from in the node's codeDeps.",
    )
  })
})

describe("harmless relatives", () => {
  it.each([
    "const helper = (x) => x instanceof Function",
    "const helper = (x) => Function.prototype.call.call(x)",
    "const eval2 = (x) => x\nconst helper = (x) => eval2(x)",
    "const helper = (x, require) => require(x)",
    "const helper = (x) => x.eval(1)",
    "const helper = (x) => (import.meta.main ? 1 : x)",
    `const helper = () => import("./main.ts")`,
    `const helper = () => new URL("main.ts", import.meta.url)`,
    "const other = (x) => eval(x)\nconst helper = (x) => x",
  ])("are accepted: %s", (helper) => {
    expect(refusals(reaching(helper)).refusals).toEqual([])
  })
})

describe("a definition inside a function", () => {
  const inside = (body: string, parameters = "window") =>
    `${HEAD}const k = 2\nexport function make(${parameters}) { ${body} }`
  const CAPTURED: ReadonlyArray<readonly [string, string]> = [
    ["window", inside(`return Node.define({ name: "a", run: (x) => x * window })`)],
    [
      "window",
      inside(`return Node.define({ name: "a", run: (x, { window }) => x * window, reach: () => window })`),
    ],
    ["local", inside(`const local = 1; return Node.define({ name: "a", run: (x) => x * local })`)],
    ["arguments", inside(`return Node.define({ name: "a", run: (x) => arguments[0] })`)],
    ["this", inside(`return Node.define({ name: "a", run: (x) => this.k })`)],
    ["w", `${HEAD}export const all = [1, 2].map((w) => Node.define({ name: "a", run: (x) => x * w }))`],
    [
      "w",
      `${HEAD}export const all = []\nfor (const w of [1, 2]) all.push(Node.define({ name: "a", run: (x) => x * w }))`,
    ],
  ]

  it.each(CAPTURED)("is refused where it uses the function's %s: %s", (what, main) => {
    expect(refusals(main).refusals).toMatchObject([{ kind: "captured-variables", node: "a", what }])
  })

  it("is accepted where it uses only its own and the top level's names", () => {
    const main = inside(
      `return Node.define({ name: "a", run: (x, { window }) => { const local = x; return local * window * k } })`,
    )
    expect(refusals(main).refusals).toEqual([])
  })

  it("is accepted with codeDeps", () => {
    const main = inside(`return Node.define({ name: "a", codeDeps: [], run: (x) => x * window })`)
    expect(refusals(main).refusals).toEqual([])
  })
})

describe("a definition that cannot be read", () => {
  it.each([
    `const name = "a"\nexport const A = Node.define({ name, run: () => 1 })`,
    "export const A = Node.define({ name: `a${1}`, run: () => 1 })",
    `const spec = { name: "a", run: () => 1 }\nexport const A = Node.define(spec)`,
    `const spec = {}\nexport const A = Node.define({ name: "a", ...spec })`,
    `const list = []\nexport const A = Node.define({ name: "a", codeDeps: list })`,
  ])("is refused: %s", (code) => {
    expect(refusals(HEAD + code).refusals).toMatchObject([
      { kind: "computed-definition", node: null, file: "main.ts" },
    ])
  })

  it.each([
    `import { Node as N } from "sage"\nexport const A = N.define({ name: "a" })`,
    `import * as Sage from "sage"\nexport const A = Sage.Node.define({ name: "a" })`,
    `import * as Node from "./src/dag/Node.ts"\nexport const A = Node.define({ name: "a" })`,
    `import { define } from "./src/dag/Node.ts"\nexport const A = define({ name: \`a\` })`,
    `import { Node } from "sage/dag"\nconst base = {}\nexport const A = Node.define<number>({ ...base, name: "a" } as any)`,
  ])("is found under any import: %s", (main) => {
    expect(Object.keys(refusals(main).nodes)).toEqual(["a"])
  })

  it("is not confused with other definitions", () => {
    const main = `import { Experiment } from "sage"\nconst Node = { define: (x) => x }\nexport const A = Experiment.define({ name: "a" })\nexport const B = Node.define({ name: "b" })`
    expect(refusals(main)).toEqual({ nodes: {}, refusals: [], duplicates: [] })
  })
})

describe("fingerprintUserFiles", () => {
  const run = (sources: Sources, entry = "main.ts") =>
    withProject(sources, ({ root, cacheDir }) =>
      Effect.runSync(Effect.result(fingerprintUserFiles(join(root, entry), { root, cacheDir }))),
    )
  const errorOf = (sources: Sources, entry?: string) => {
    const result = run(sources, entry)
    return Result.isFailure(result) ? result.failure : undefined
  }

  it("fails with every refusal", () => {
    const error = errorOf({ "main.ts": reaching("const helper = (x) => eval(x)") })
    expect(error).toMatchObject({
      _tag: "CodeRefused",
      refusals: [{ kind: "eval", file: "main.ts", line: 2 }],
    })
  })

  it("names both places of a duplicate", () => {
    const error = errorOf({
      "main.ts": `${HEAD}import "./second.ts"\nexport const A = Node.define({ name: "a" })`,
      "second.ts": `${HEAD}\nexport const A = Node.define({ name: "a" })`,
    })
    expect(error?.message).toBe("two nodes are named a: main.ts:3 and second.ts:3. Rename one of them.")
  })

  it("names the place of a syntax error, also in an imported file", () => {
    const error = errorOf({
      "main.ts": reaching(`import { helper } from "./bad.ts"`),
      "bad.ts": "export const ok = 1\nexport const helper = (",
    })
    expect(error).toMatchObject({ _tag: "CodeRefused" })
    expect(error?.message).toContain("bad.ts:2: the file does not parse")
  })

  it("says that the file is absent or the lockfile damaged", () => {
    expect(errorOf({}, "absent.ts")).toMatchObject({ _tag: "SourceUnreadable" })
    const damaged = {
      "main.ts": `${HEAD}import "math-kit"\nexport const A = Node.define({ name: "a" })`,
      "package-lock.json": "{",
    }
    expect(errorOf(damaged)).toMatchObject({ _tag: "SourceUnreadable" })
  })

  it("succeeds with a table", () => {
    const result = run({ "main.ts": reaching("const helper = (x) => x") })
    expect(Result.isSuccess(result) && Object.keys(result.success.nodes)).toEqual(["a", "b"])
  })
})

describe("fingerprintBuiltIn", () => {
  const run = (source: string) =>
    withProject({ "src/pipeline/features/a.ts": source }, (project) =>
      Effect.runSync(Effect.result(fingerprintBuiltIn(project))),
    )

  it("succeeds with the package's own nodes", () => {
    const result = run(
      `import * as Node from "../../dag/Node.ts"\nexport const A = Node.define({ name: "features/a" })`,
    )
    expect(Result.isSuccess(result) && Object.keys(result.success.nodes)).toEqual(["features/a"])
  })

  it("fails as for users' files", () => {
    const result = run(
      `import * as Node from "../../dag/Node.ts"\nexport const A = Node.define({ name: eval("1") })`,
    )
    expect(Result.isFailure(result) && result.failure).toMatchObject({
      _tag: "CodeRefused",
      refusals: [{ kind: "computed-definition", file: "src/pipeline/features/a.ts", line: 2 }],
    })
  })
})
