import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { link } from "../../src/fingerprint/link.ts"
import type { Resolved } from "../../src/fingerprint/names.ts"
import { summariseFile } from "../../src/fingerprint/summariseFile.ts"

/** A declaration of a random program: where it lies, how it is written, and which declarations it uses. */
interface Part {
  readonly file: number
  readonly form: number
  readonly uses: ReadonlyArray<number>
  readonly salt: number
}

const FILES = 4
const PARTS = 12

const program = fc.array(
  fc.record({
    file: fc.nat(FILES - 1),
    form: fc.nat(7),
    uses: fc.array(fc.nat(PARTS - 1), { maxLength: 3 }),
    salt: fc.nat(9),
  }),
  { minLength: PARTS, maxLength: PARTS },
)

/** Ways to write a declaration `name` whose value depends on an expression. */
const FORMS: ReadonlyArray<(name: string, value: string) => string> = [
  (name, value) => `export const ${name} = () => ${value}`,
  (name, value) => `export function ${name}() { return ${value} }`,
  (name, value) => `export class ${name} { static m(k = ${value}) { return k } }`,
  (name, value) => `export const { ${name} } = { get ${name}() { return ${value} } }`,
  (name, value) => `const own_${name} = () => ${value}\nexport { own_${name} as ${name} }`,
  (name, value) => `export let ${name}\n${name} = () => ${value}`,
  (name, value) => `export const [${name} = \`\${${value}}\`] = []`,
  (name, value) =>
    `export async function* ${name}(p) { for (const q of p) { let r = q; yield r + ${value} } }`,
]

/** The form whose name in its own file is another. */
const RENAMED = 4

/** The form whose statement runs when the file loads, so that it counts wherever the file is loaded. */
const RUNS_ON_LOAD = 5

function write(parts: ReadonlyArray<Part>): ReadonlyMap<string, string> {
  const files = Array.from({ length: FILES }, (_, file) => {
    const own = parts.flatMap((part, index) => (part.file === file ? [index] : []))
    const used = new Set(own.flatMap((index) => parts[index]?.uses ?? []))
    const foreign = [...used].filter((index) => parts[index]?.file !== file)
    const imports = foreign.map((index) => importOf(index, parts[index]?.file ?? 0))
    return [`f${file}.ts`, [...imports, ...own.map((index) => declare(parts, index))].join("\n")] as const
  })
  const root = `import { Node } from "sage"\n${importOf(0, parts[0]?.file ?? 0)}\nexport const A = Node.define({ name: "a", run: () => ${nameIn(0)} })`
  return new Map([...files, ["main.ts", root]])
}

/** Imports by name, renamed, or as a member of a namespace, all through a barrel for odd declarations. */
function importOf(index: number, file: number): string {
  if (index % 3 === 0) return `import { d${index} as i${index} } from "./f${file}.ts"`
  if (index % 3 === 1) return `import * as n${index} from "./f${file}.ts"`
  return `import { d${index} as i${index} } from "./barrel.ts"`
}

const nameIn = (index: number) => (index % 3 === 1 ? `n${index}.d${index}` : `i${index}`)

const localName = (index: number, form = 0) => (form === RENAMED ? `own_d${index}` : `d${index}`)

function declare(parts: ReadonlyArray<Part>, index: number): string {
  const part = parts[index]
  if (part === undefined) return ""
  const uses = part.uses.map((used) =>
    parts[used]?.file === part.file ? localName(used, parts[used]?.form) : nameIn(used),
  )
  return FORMS[part.form]?.(`d${index}`, [part.salt, ...uses].join(" + ")) ?? ""
}

function fingerprint(files: ReadonlyMap<string, string>): string | undefined {
  const barrel = Array.from({ length: FILES }, (_, file) => `export * from "./f${file}.ts"`).join("\n")
  const all = new Map([...files, ["barrel.ts", barrel]])
  const read = (file: string) => summariseFile(file, all.get(file) ?? "")
  const resolve = (specifier: string): Resolved =>
    specifier === "sage"
      ? { _tag: "Outside", id: "sage", packages: [] }
      : { _tag: "File", file: specifier.slice(2) }
  const { nodes, refusals } = link(["main.ts"], read, resolve)
  expect(refusals).toEqual([])
  return nodes["a"]?.fingerprint
}

/** What the definition reaches: through uses, and through statements of the files that are loaded. */
function reached(parts: ReadonlyArray<Part>): ReadonlySet<number> {
  const loaded = loadedFiles(parts)
  const found = new Set([0])
  parts.forEach(({ file, form }, index) => {
    if (form === RUNS_ON_LOAD && loaded.has(file)) found.add(index)
  })
  for (const index of found) for (const used of parts[index]?.uses ?? []) found.add(used)
  return found
}

function loadedFiles(parts: ReadonlyArray<Part>): ReadonlySet<number> {
  const first = parts[0]?.file ?? 0
  const files = new Set([first])
  for (const file of files) {
    const used = new Set(parts.flatMap((part) => (part.file === file ? part.uses : [])))
    for (const index of used) {
      const target = parts[index]?.file ?? 0
      if (target === file) continue
      if (index % 3 === 2) for (let every = 0; every < FILES; every++) files.add(every)
      else files.add(target)
    }
  }
  return files
}

describe("a random edit of a random program", () => {
  it("changes the fingerprint exactly where the definition reaches it", () => {
    let reachedEdits = 0
    let otherEdits = 0
    fc.assert(
      fc.property(program, fc.nat(PARTS - 1), (parts, edited) => {
        const after = parts.map((part, index) =>
          index === edited ? { ...part, salt: part.salt + 10 } : part,
        )
        const isReached = reached(parts).has(edited)
        if (isReached) reachedEdits++
        else otherEdits++
        expect(fingerprint(write(after)) !== fingerprint(write(parts))).toBe(isReached)
      }),
      { numRuns: 400, seed: 7 },
    )
    expect(Math.min(reachedEdits, otherEdits)).toBeGreaterThan(80)
  })

  it("of comments, spacing and types changes nothing", () => {
    fc.assert(
      fc.property(program, (parts) => {
        const dressed = [...write(parts)].map(
          ([file, text]) =>
            [
              file,
              `type T = 1 // t\n${text.replaceAll(" = () => ", " = (): /* t */\n any => ").replaceAll("return ", "return <any> ")}`,
            ] as const,
        )
        expect(fingerprint(new Map(dressed))).toBe(fingerprint(write(parts)))
      }),
      { numRuns: 200, seed: 8 },
    )
  })
})
