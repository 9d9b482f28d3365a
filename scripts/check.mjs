// Everything that can be said about the sources without running them: npm run check
//
// Two tools at a time. A tool that passes takes one line; one that fails shows all it had to say.
import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The program that a package brings, run by this Node: no shell, no .cmd file. */
export function program(name, command = name) {
  const folder = join(root, "node_modules", name)
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  return join(folder, typeof bin === "string" ? bin : bin[command])
}

/** tsgo checks nothing and succeeds when the plugin's line in tsconfig.json is missing. */
export function effectVerdict({ code, output }) {
  const checked = Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0)
  if (checked === 0) return "No file was checked: is the @effect/language-service plugin in tsconfig.json?"
  return code === 0 ? undefined : output
}

/** dependency-cruiser exits with 0 whatever it finds, and finds nothing when it cannot parse TypeScript. */
export function arrowsVerdict({ code, stdout, output }) {
  if (code !== 0) return output
  const { summary } = JSON.parse(stdout)
  if (summary.totalCruised === 0) return "No module was read: is @swc/core installed?"
  if (summary.error === 0) return undefined
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).join("\n")
}

export const arrowsArguments = (folder, config = join(folder, ".dependency-cruiser.mjs")) => [
  program("dependency-cruiser", "depcruise"),
  ...["src", "vendor", "dags", "experiments", "examples"].filter((each) => existsSync(join(folder, each))),
  "--config",
  config,
  "--output-type",
  "json",
]

const checks = () => [
  { name: "types", args: [program("typescript", "tsc"), "-p", "."] },
  {
    name: "effect",
    args: [program("@effect/tsgo", "effect-tsgo"), "diagnostics", "--project", "tsconfig.json", "--strict"],
    verdict: effectVerdict,
  },
  { name: "lint", args: [program("oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "arrows", args: arrowsArguments(root), verdict: arrowsVerdict },
  { name: "dead code", args: [program("knip"), "--no-progress"] },
  {
    name: "format",
    args: [program("@biomejs/biome", "biome"), "format", "--reporter=summary"],
    remedy: "npm run format",
  },
  { name: "lockfile", args: ["scripts/complete-lockfile.mjs", "--check"] },
  { name: "notices", args: ["scripts/third-party.mjs", "--check"] },
]

/** Runs one tool to its end. `output` is both streams, as a person would see them. */
export function run(args, folder) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
    let stdout = ""
    let output = ""
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text))
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, output }))
  })
}

async function check({ name, args, verdict, remedy }) {
  const started = performance.now()
  const result = await run(args, root)
  const failure = verdict === undefined ? (result.code === 0 ? undefined : result.output) : verdict(result)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${failure === undefined ? "ok    " : "FAILED"} ${name.padEnd(10)} ${seconds} s`)
  if (failure !== undefined)
    console.log(`${failure.trimEnd()}\n${remedy === undefined ? "" : `Remedy: ${remedy}\n`}`)
  return failure === undefined
}

async function main() {
  const waiting = checks()
  let failed = 0
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      if (!(await check(next))) failed++
  }
  await Promise.all([worker(), worker()])
  if (failed > 0) {
    console.log(`${failed} of ${checks().length} checks failed.`)
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
