import type { Sources } from "./project.ts"

/** One edit and whether the node `a` of `main.ts` must keep its fingerprint. */
export interface Case {
  readonly title: string
  readonly expect: "same" | "different"
  readonly sources: Sources
  readonly edit: Sources
  /** Why a bundler does not judge this case, if so. */
  readonly beyondBundler?: string
}

/** The import that every `main.ts` starts with. */
export const HEAD = `import { Node } from "sage"\n`
/** A definition whose `run` gives an expression of x. */
export const node = (body: string, name = "a") =>
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

/** The base project's file with one text replaced. */
export const edited = (file: string, from: string | RegExp, to: string): Sources => {
  const text = (BASE_SOURCES[file] ?? "").replace(from, () => to)
  if (text === BASE_SOURCES[file]) throw new Error(`the edit of ${file} changes nothing`)
  return { [file]: text }
}
