import { afterAll, assert, describe, it } from "@effect/vitest"
import { join } from "node:path"
import { execute, makeScratch, projectRoot } from "./scratch.ts"

const scratch = makeScratch([], { installed: false })
afterAll(scratch.remove)

const report = (
  numPassedTests: number,
  numFailedTests: number,
  testResults: ReadonlyArray<unknown> = [],
  numPendingTests = 0,
) => JSON.stringify({ numPassedTests, numFailedTests, numPendingTests, testResults })

let runs = 0
/** The last line and the exit code for one suite "unit" and one step "check". */
async function sum(unit: string | undefined, unitCode = "0", checkCode: string | undefined = "0") {
  const folder = `run${runs++}`
  if (unit !== undefined) scratch.write(`${folder}/unit.json`, unit)
  scratch.write(`${folder}/unit.rc`, `${unitCode}\n`)
  if (checkCode !== "none") scratch.write(`${folder}/check.rc`, `${checkCode}\n`)
  const args = [join(projectRoot, ".ci", "sum.mjs"), folder, "--suites", "unit", "--steps", "unit", "check"]
  const { code, stdout } = await execute(process.execPath, args, scratch.root)
  return [stdout.trimEnd().split("\n").at(-1), code]
}

describe("the sum of a CI run", () => {
  it("adds up what passed", async () => {
    assert.deepStrictEqual(await sum(report(3, 0)), ["3 passed, 0 failed", 0])
  })

  it("counts failed tests once, though the runner's exit code says so too", async () => {
    assert.deepStrictEqual(await sum(report(3, 2), "1"), ["3 passed, 2 failed", 1])
  })

  it("counts an exit code that no failed test explains, such as an unhandled rejection", async () => {
    assert.deepStrictEqual(await sum(report(3, 0), "1"), ["3 passed, 1 failed", 1])
  })

  it("says how many were skipped, which fails nothing", async () => {
    assert.deepStrictEqual(await sum(report(3, 0, [], 2)), ["3 passed, 0 failed, 2 skipped", 0])
  })

  it("counts a file that does not load", async () => {
    const unloaded = report(3, 0, [{ status: "failed", assertionResults: [] }])
    assert.deepStrictEqual(await sum(unloaded, "1"), ["3 passed, 1 failed", 1])
  })

  it("counts a missing report, one that is cut off, and one in which no test ran", async () => {
    assert.deepStrictEqual(await sum(undefined), ["0 passed, 1 failed", 1])
    assert.deepStrictEqual(await sum('{"numPassedTests": 3,'), ["0 passed, 1 failed", 1])
    assert.deepStrictEqual(await sum(report(0, 0)), ["0 passed, 1 failed", 1])
  })

  it("counts a step that failed or left no exit code", async () => {
    assert.deepStrictEqual(await sum(report(3, 0), "0", "2"), ["3 passed, 1 failed", 1])
    assert.deepStrictEqual(await sum(report(3, 0), "0", "none"), ["3 passed, 1 failed", 1])
  })
})
