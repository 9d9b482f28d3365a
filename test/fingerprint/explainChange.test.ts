import { describe, expect, it } from "vitest"
import { explainChange } from "../../src/fingerprint/explainChange.ts"
import { BASE_SOURCES } from "./cases.ts"
import { beforeAndAfter, type Sources } from "./project.ts"

const explain = (edit: Sources) => {
  const [before, after] = beforeAndAfter(BASE_SOURCES, edit)
  return explainChange(before.declarations, after.declarations)
}

describe("explainChange", () => {
  it("shows old and new text of an edit three imports away", () => {
    expect(explain({ "deeper.ts": "// why\nexport const deeper = (x: number) => x + 9" })).toEqual([
      {
        kind: "changed",
        file: "deeper.ts",
        line: 2,
        name: "deeper",
        before: "export const deeper = (x: number) => x + 1",
        after: "export const deeper = (x: number) => x + 9",
      },
    ])
  })

  it("shows a changed JSON import", () => {
    expect(explain({ "weights.json": `{ "w": 9 }` })).toMatchObject([
      { kind: "changed", file: "weights.json", name: "weights.json", after: `{ "w": 9 }` },
    ])
  })

  it("shows a helper in a re-exported module", () => {
    const edit = { "shift.ts": "const by = 11\nexport const shift = (x: number) => x + by" }
    expect(explain(edit)).toMatchObject([
      { kind: "changed", file: "shift.ts", name: "by", before: "const by = 10" },
    ])
  })

  it("shows what is new and what is gone", () => {
    const edit = { "deeper.ts": "const one = 1\nexport const deeper = (x: number) => x + one" }
    expect(explain(edit).map(({ kind, name }) => `${kind} ${name}`)).toEqual(["changed deeper", "added one"])
    const back = { "helper.ts": "export function scale(x: number): number { return x }" }
    expect(explain(back).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "changed scale",
      "removed factor",
      "removed deeper",
    ])
  })

  it("shows a top-level statement", () => {
    expect(explain({ "setup.ts": "globalThis.level = 5" })).toMatchObject([
      { kind: "changed", file: "setup.ts", name: "top-level statement 1" },
      { kind: "removed", name: "level" },
    ])
  })

  it("shows the user of a name that now means something else", () => {
    const main = (p: string, q: string) =>
      `import { Node } from "sage"\nimport { ${p} as p, ${q} as q } from "./tools.ts"\nexport const A = Node.define({ name: "a", run: (x) => p(q(x)) })`
    const [before, after] = beforeAndAfter(
      { ...BASE_SOURCES, "main.ts": main("first", "second") },
      { "main.ts": main("second", "first") },
    )
    expect(explainChange(before.declarations, after.declarations)).toMatchObject([
      { kind: "changed", name: "A" },
    ])
  })

  it("is silent about comments and about a move to another file", () => {
    const moved = (BASE_SOURCES["helper.ts"] ?? "").replace("./deeper.ts", "./moved.ts")
    expect(explain({ "helper.ts": `// why\n${moved}`, "moved.ts": BASE_SOURCES["deeper.ts"] ?? "" })).toEqual(
      [],
    )
  })
})
