/** Plants one bad import per rule of .dependency-cruiser.mjs and wants each rule, and no other, to report it. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { join } from "node:path"
import { arrowsArguments, arrowsVerdict } from "../../scripts/check.mjs"
import { execute, makeScratch, projectRoot } from "./scratch.ts"

const use = (name: string) => `import * as all from ${JSON.stringify(name)}\nexport const used = all\n`
const useType = (name: string) =>
  `import type * as All from ${JSON.stringify(name)}\nexport type Used = typeof All\n`

/** file, its text, the one violation it must bring: "rule -> target" */
const planted: ReadonlyArray<readonly [string, string, string]> = [
  ["src/kernel/bad.ts", use("node:fs"), "row-src-kernel -> fs"],
  ["src/kernel/badType.ts", useType("../dag/ok.ts"), "row-src-kernel -> src/dag/ok.ts"],
  ["src/dag/bad.ts", use("../kernel/ok.ts"), "row-src-dag -> src/kernel/ok.ts"],
  ["vendor/bad.ts", use("../src/kernel/ok.ts"), "row-vendor -> src/kernel/ok.ts"],
  ["src/domain/bad.ts", use("node:crypto"), "row-src-domain -> crypto"],
  ["src/pipeline/labels/bad.ts", use("apache-arrow"), "row-src-pipeline -> node_modules/apache-arrow"],
  [
    "src/pipeline/labels/badStage.ts",
    use("../features/ok.ts"),
    "stages-do-not-meet -> src/pipeline/features/ok.ts",
  ],
  ["src/experiment/bad.ts", use("../io/ok.ts"), "row-src-experiment -> src/io/ok.ts"],
  ["src/fingerprint/bad.ts", use("../domain/ok.ts"), "row-src-fingerprint -> src/domain/ok.ts"],
  ["src/io/bad.ts", use("../pipeline/features/ok.ts"), "row-src-io -> src/pipeline/features/ok.ts"],
  ["src/report/bad.ts", use("../io/ok.ts"), "row-src-report -> src/io/ok.ts"],
  ["src/index.ts", use("./cli/ok.ts"), "nothing-imports-cli -> src/cli/ok.ts"],
  ["src/experiment/badIndex.ts", use("../dag/index.ts"), "no-index-inside -> src/dag/index.ts"],
  [
    "src/pipeline/intent/badMint.ts",
    use("../../domain/targetWeights.mint.ts"),
    "mint-targetWeights -> src/domain/targetWeights.mint.ts",
  ],
  [
    "src/pipeline/execution/exposure.ts",
    use("../../domain/heldWeights.mint.ts"),
    "mint-heldWeights -> src/domain/heldWeights.mint.ts",
  ],
  [
    "src/pipeline/intent/badExposure.ts",
    use("../../domain/exposure.mint.ts"),
    "mint-exposure -> src/domain/exposure.mint.ts",
  ],
  ["dags/bad.ts", use("effect/Option"), "row-dags -> node_modules/effect/"],
  ["experiments/bad.ts", use("node:fs"), "row-experiments -> fs"],
  ["examples/dag/bad.ts", use("sage/features"), "row-examples-dag -> src/pipeline/features/index.ts"],
  ["experiments/badPath.ts", use("../src/index.ts"), "user-code-by-name-only -> src/index.ts"],
  ["src/domain/cycleA.ts", use("./cycleB.ts"), "no-cycles -> src/domain/cycleB.ts"],
  ["src/cli/missing.ts", use("./nowhere.ts"), "resolvable -> ./nowhere.ts"],
]

const allowed: ReadonlyArray<readonly [string, string]> = [
  ["src/domain/cycleB.ts", useType("./cycleA.ts")], // the other half of a cycle, which is reported once
  ["src/kernel/ok.ts", "export const ok = 1\n"],
  ["vendor/ok.ts", use("node:fs")],
  ["src/pipeline/features/vendored.ts", use("../../../vendor/ok.ts")],
  [
    "src/dag/ok.ts",
    use("node:sqlite") + useType("effect/Effect").replaceAll("All", "Effect").replace("Used", "E"),
  ],
  ["src/dag/index.ts", use("./ok.ts")],
  ["src/domain/ok.ts", use("../kernel/ok.ts") + 'export * as d from "../dag/ok.ts"\n'],
  ["src/domain/targetWeights.mint.ts", "export const mint = 1\n"],
  ["src/domain/heldWeights.mint.ts", "export const mint = 1\n"],
  ["src/domain/exposure.mint.ts", "export const mint = 1\n"],
  ["src/pipeline/features/ok.ts", use("../../domain/ok.ts")],
  ["src/pipeline/features/index.ts", use("./ok.ts")],
  ["src/pipeline/allocation/ok.ts", use("../../domain/targetWeights.mint.ts")],
  ["src/pipeline/execution/fills.ts", use("../../domain/heldWeights.mint.ts")],
  ["src/io/ok.ts", use("@duckdb/node-api") + 'export * as n from "node:fs/promises"\n'],
  ["src/cli/ok.ts", use("../pipeline/features/index.ts") + 'export * as io from "../io/ok.ts"\n'],
  ["dags/ok.ts", use("sage") + 'export * as f from "sage/features"\nexport * as s from "effect/Schema"\n'],
  ["examples/dag/ok.ts", use("sage/dag") + 'export * as f from "node:fs"\n'],
  [
    "experiments/ok.ts",
    use("sage") + 'export * as g from "../dags/ok.ts"\nexport * as e from "effect/Effect"\n',
  ],
]

const scratch = makeScratch(["package.json"])
afterAll(scratch.remove)

let reported: ReadonlyArray<string> = []
beforeAll(async () => {
  for (const [file, text] of [...planted, ...allowed]) scratch.write(file, text)
  // The copy's node_modules is a link; without this its packages would lie outside.
  scratch.write(
    "config.mjs",
    `import base from ${JSON.stringify(join(projectRoot, ".dependency-cruiser.mjs"))}\nexport default { ...base, options: { ...base.options, preserveSymlinks: true } }\n`,
  )
  const args = arrowsArguments(scratch.root, join(scratch.root, "config.mjs"))
  const result = await execute(process.execPath, args, scratch.root)
  const verdict = arrowsVerdict({ ...result, output: result.stdout + result.stderr })
  reported = (verdict ?? "").split("\n")
}, 60_000)

describe("import rules", () => {
  for (const [file, , violation] of planted) {
    const [rule, target] = violation.split(" -> ")
    it(`${rule} reports ${file}`, () => {
      const own = reported.filter((line) => line.includes(` ${file} -> `))
      assert.isNotEmpty(own)
      for (const line of own) assert.isTrue(line.startsWith(`${rule}: ${file} -> ${target}`), line)
    })
  }

  it("report nothing else", () => {
    const files = planted.map(([file]) => file)
    assert.deepStrictEqual(
      reported.filter((line) => !files.some((file) => line.includes(` ${file} -> `))),
      [],
    )
  })

  it("reading no module at all is a failure", () => {
    const stdout = JSON.stringify({ summary: { totalCruised: 0, error: 0, violations: [] } })
    assert.include(arrowsVerdict({ code: 0, stdout, output: stdout }), "No module was read")
  })
})
