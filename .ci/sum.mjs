// Adds up what the test runners report and what the exit codes add to it.
//
//   node .ci/sum.mjs FOLDER --suites NAME... --steps NAME...
//
// FOLDER holds NAME.rc (an exit code) for each step and NAME.json (vitest's report) for each suite. A report alone is
// not believed: an unhandled rejection leaves it at "0 failed", and a runner that died leaves none.
import { readFileSync } from "node:fs"
import { join } from "node:path"

const [folder, ...words] = process.argv.slice(2)
const steps = words.slice(words.indexOf("--steps") + 1)
const suites = words.slice(words.indexOf("--suites") + 1, words.indexOf("--steps"))

function read(file) {
  try {
    return readFileSync(join(folder, file), "utf8")
  } catch {
    return undefined
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

let passed = 0
let failed = 0
let skipped = 0
function fail(count, name, why) {
  failed += count
  console.log(`${name}: ${why}`)
}

/** Tests that failed, and files that failed without a test: one that does not load counts 0 in the totals. */
function countSuite(name) {
  const report = parse(read(`${name}.json`))
  if (!Number.isInteger(report?.numPassedTests)) {
    fail(1, name, "there is no report")
    return 1
  }
  passed += report.numPassedTests
  skipped += report.numPendingTests ?? 0
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  )
  const bad = report.numFailedTests + unloaded.length
  if (bad > 0) fail(bad, name, `${report.numFailedTests} tests failed, ${unloaded.length} files did not load`)
  if (report.numPassedTests + bad > 0) return bad
  fail(1, name, "no test ran")
  return 1
}

const counted = new Map(suites.map((name) => [name, countSuite(name)]))
for (const name of steps) {
  const code = read(`${name}.rc`)?.trim()
  if (code === undefined) fail(1, name, "it left no exit code")
  else if (code !== "0" && !(counted.get(name) > 0)) fail(1, name, `exit code ${code}`)
}
if (passed === 0 && failed === 0) fail(1, "sum", "nothing passed")

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
process.exitCode = failed === 0 ? 0 : 1
