/** Plants what .oxlintrc.json forbids, and what it allows beside it. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { effectVerdict, program } from "../../scripts/check.mjs"
import { execute, makeScratch } from "./scratch.ts"

const planted: Readonly<Record<string, readonly [text: string, rule: string | undefined]>> = {
  "src/kernel/power.ts": ["export const f = (x: number) => Math.pow(x, 2)\n", "sage(exact-arithmetic)"],
  "src/kernel/stars.ts": ["export const f = (x: number) => x ** 2\n", "sage(exact-arithmetic)"],
  "src/domain/starsTo.ts": [
    "export const f = (x: number) => {\n  x **= 2\n  return x\n}\n",
    "sage(exact-arithmetic)",
  ],
  "src/pipeline/features/log.ts": ["export const f = (x: number) => Math.log(x)\n", "sage(exact-arithmetic)"],
  "src/kernel/root.ts": ["export const f = (x: number) => Math.sqrt(x) * Math.PI\n", undefined],
  "src/report/log.ts": ["export const f = (x: number) => Math.log10(x)\n", undefined],
  "src/kernel/chance.ts": ["export const f = () => Math.random()\n", "sage(no-clock-no-chance)"],
  "src/dag/clock.ts": ["export const f = () => Date.now()\n", "sage(no-clock-no-chance)"],
  "src/dag/today.ts": ["export const f = () => new Date()\n", "sage(no-clock-no-chance)"],
  "src/dag/given.ts": ["export const f = (ms: number) => new Date(ms)\n", undefined],
  "src/domain/environment.ts": ["export const f = () => process.env\n", "eslint(no-restricted-globals)"],
  "src/dag/anything.ts": ["export const f = (x: any) => x\n", "typescript(no-explicit-any)"],
  "src/dag/loud.ts": ['export const f = () => console.log("x")\n', "eslint(no-console)"],
  "src/cli/loud.ts": ['export const f = () => console.log("x")\n', undefined],
  "src/report/driver.ts": ['export * from "apache-arrow"\n', "eslint(no-restricted-imports)"],
  "src/io/driver.ts": ['export * from "apache-arrow"\n', undefined],
  "src/io/floating.ts": [
    "const later = async () => 1\nexport const f = () => {\n  later()\n}\n",
    "typescript(no-floating-promises)",
  ],
  "src/dag/cycleA.ts": ['import { b } from "./cycleB.ts"\nexport const a = () => b\n', "import(no-cycle)"],
  "src/dag/cycleB.ts": ['import { a } from "./cycleA.ts"\nexport const b = () => a\n', "import(no-cycle)"],
}

interface Report {
  readonly diagnostics: ReadonlyArray<{ readonly code: string; readonly filename: string }>
}

const scratch = makeScratch([".oxlintrc.json", "tsconfig.json", "package.json", "scripts/lint-rules.mjs"])
afterAll(scratch.remove)

let reported: Report["diagnostics"] = []
beforeAll(async () => {
  for (const [file, [text]] of Object.entries(planted)) scratch.write(file, text)
  const args = [program("oxlint"), "--type-aware", "--format=json", "src"]
  const { stdout } = await execute(process.execPath, args, scratch.root)
  reported = (JSON.parse(stdout) as Report).diagnostics
}, 60_000)

describe("lint rules", () => {
  for (const [file, [, rule]] of Object.entries(planted)) {
    it(rule === undefined ? `nothing is said about ${file}` : `${rule} reports ${file}`, () => {
      const codes = reported.filter(({ filename }) => filename.endsWith(file)).map(({ code }) => code)
      assert.deepStrictEqual([...new Set(codes)], rule === undefined ? [] : [rule])
    })
  }
})

describe("Effect diagnostics", () => {
  it("report an effect that nobody runs", async () => {
    const floating = makeScratch(["tsconfig.json", "package.json"])
    floating.write(
      "src/a.ts",
      'import * as Effect from "effect/Effect"\nexport const f = () => {\n  Effect.log("never")\n}\n',
    )
    const args = [
      program("@effect/tsgo", "effect-tsgo"),
      "diagnostics",
      "--project",
      "tsconfig.json",
      "--strict",
    ]
    const result = await execute(process.execPath, args, floating.root)
    floating.remove()
    assert.include(effectVerdict({ ...result, output: result.stdout + result.stderr }), "floatingEffect")
  })

  it("checking no file at all is a failure", () => {
    assert.include(effectVerdict({ code: 0, output: "Checked 0 files" }), "No file was checked")
  })
})
