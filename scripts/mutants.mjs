// Plants each mistake of test/mutation/mutants.ts in a scratch copy of the sources and runs the invariants there: one that
// fails kills the mutant. What survives a quick look is looked at longer.
//
//   npm run invariants:mutants                   prints which invariant kills which mutant
//   npm run invariants:mutants -- --write        writes it into the table of docs/invariants.md too
//   npm run invariants:mutants -- --write --missing    only those that have no row there
//   npm run invariants:mutants -- "no longer"    only mutants that are told with these words
import { spawn } from "node:child_process"
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { mutants } from "../test/mutation/mutants.ts"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const seed = "7"
/** Shares of the studies that `npm run invariants` asks. */
const looks = ["0.05", "0.3"]
const copied = ["src", "dags", "test", "vendor", "package.json", "tsconfig.json", "vitest.config.ts"]

/** The sources in a folder of their own, beside links to what is installed. */
function scratchCopy(parent, name) {
  const folder = join(parent, name)
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true })
  mkdirSync(join(folder, "node_modules"))
  for (const entry of readdirSync(join(root, "node_modules")).filter((each) => !each.startsWith(".")))
    symlinkSync(join(root, "node_modules", entry), join(folder, "node_modules", entry), "junction")
  return folder
}

// coverage.test.ts says what the studies are like, and nothing of the program
const quickFirst = [
  "ledger",
  "orders",
  "weights",
  "limits",
  "leverage",
  "survival",
  "figures",
  "attribution",
  "costs",
]
const placeIn = (name) => quickFirst.indexOf(name.split(".")[0]) + 1 || Infinity
const invariants = readdirSync(join(root, "test/invariants"))
  .filter((name) => name.endsWith(".test.ts") && name !== "coverage.test.ts")
  .sort((one, other) => placeIn(one) - placeIn(other) || (one < other ? -1 : 1))
  .map((name) => `test/invariants/${name}`)

/** The first invariant that fails, or undefined when all hold. */
async function failing(folder, share) {
  const report = join(folder, "report.json")
  rmSync(report, { force: true })
  const args = ["run", "--project", "invariants", "--bail", "1", "--maxWorkers", "1"]
  const output = await finished(
    spawn(
      process.execPath,
      [
        "node_modules/vitest/vitest.mjs",
        ...args,
        "--reporter",
        "json",
        "--outputFile",
        report,
        ...invariants,
      ],
      {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          SAGE_INVARIANTS_SEED: seed,
          SAGE_INVARIANTS_SHARE: share,
          SAGE_INVARIANTS_FIRST_FAILURE: "1",
          SAGE_IN_ORDER: invariants.join(" "),
        },
      },
    ),
  )
  const { testResults, success } = readReport(report, output)
  const failed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName }) => ({ file: name.slice(name.lastIndexOf("/") + 1), invariant: fullName })),
  )
  // sources that do not load are no kill: the patch is bad
  if (!success && failed.length === 0) throw new Error(`The invariants did not run:\n${output}`)
  return failed[0]
}

function readReport(path, output) {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    throw new Error(`vitest wrote no report:\n${output}`)
  }
}

function finished(child) {
  return new Promise((resolve, reject) => {
    let output = ""
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text))
    child.on("error", reject)
    child.on("close", () => resolve(output))
  })
}

function planted(folder, { file, old, new: wrong, says }) {
  const path = join(folder, file)
  const source = readFileSync(path, "utf8")
  if (source.split(old).length !== 2) throw new Error(`The patch "${says}" no longer applies to ${file}.`)
  writeFileSync(
    path,
    source.replace(old, () => wrong),
  )
  return () => writeFileSync(path, source)
}

async function judge(folder, mutant) {
  const restore = planted(folder, mutant)
  try {
    for (const share of looks) {
      const killer = await failing(folder, share)
      if (killer !== undefined) return { mutant, killer }
    }
    return { mutant, killer: undefined }
  } finally {
    restore()
  }
}

/** Each item to a free worker, in order. */
async function inTurn(items, folders, work) {
  const waiting = [...items]
  const drain = async (folder) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(folder, next)
  }
  await Promise.all(folders.map(drain))
}

const placeOf = ({ says, file }) => `| ${says} | \`${file}\` | `

const rowOf = ({ mutant, killer }) =>
  killer === undefined
    ? `${placeOf(mutant)}**survives**: ${mutant.survives ?? "not known why"} |`
    : `${placeOf(mutant)}${killer.file}: ${killer.invariant} |`

const page = join(root, "docs/invariants.md")

/** Whether the page's table says what becomes of a mutant. */
const hasRow = (mutant) =>
  readFileSync(page, "utf8")
    .split("\n")
    .some((row) => row.startsWith(placeOf(mutant)) && !row.endsWith("| not run |"))

/** The table of the page, with the rows of these verdicts anew; a mutant that did not run keeps its row. */
function writeTable(verdicts) {
  const [before, rest] = readFileSync(page, "utf8").split("<!-- mutants -->\n")
  const [table, after] = rest.split("<!-- end of mutants -->")
  const rows = mutants.map(
    (mutant) =>
      verdicts.filter((verdict) => verdict.mutant === mutant).map(rowOf)[0] ??
      table.split("\n").find((row) => row.startsWith(placeOf(mutant))) ??
      `${placeOf(mutant)}not run |`,
  )
  const alive = rows.filter((row) => row.includes("**survives**") || row.endsWith("| not run |")).length
  const lines = [
    `${rows.length - alive} of ${rows.length} are killed.`,
    "",
    "| mistake | planted in | killed by |",
    "|---|---|---|",
    ...rows,
    "",
  ]
  writeFileSync(page, `${before}<!-- mutants -->\n${lines.join("\n")}<!-- end of mutants -->${after}`)
}

async function main() {
  const [flags, words] = [true, false].map((is) =>
    process.argv.slice(2).filter((word) => word.startsWith("--") === is),
  )
  const wanted = mutants.filter(
    (mutant) =>
      words.every((word) => mutant.says.includes(word)) && !(flags.includes("--missing") && hasRow(mutant)),
  )
  const parent = mkdtempSync(join(tmpdir(), "sage-mutants-"))
  const started = performance.now()
  try {
    const folders = Array.from({ length: Math.min(4, availableParallelism()) }, (_, k) =>
      scratchCopy(parent, `copy-${k}`),
    )
    await inTurn(looks, folders, async (folder, share) => {
      const broken = await failing(folder, share)
      if (broken !== undefined) throw new Error(`${broken.invariant} fails without any mistake planted.`)
    })
    const verdicts = new Map()
    await inTurn(wanted, folders, async (folder, mutant) => {
      const verdict = await judge(folder, mutant)
      verdicts.set(mutant, verdict)
      console.log(rowOf(verdict))
      if (flags.includes("--write")) writeTable([...verdicts.values()])
    })
    const all = wanted.map((mutant) => verdicts.get(mutant))
    const unknown = all.filter(({ mutant, killer }) => killer === undefined && mutant.survives === undefined)
    const undead = all.filter(({ mutant, killer }) => killer !== undefined && mutant.survives !== undefined)
    const killed = all.filter(({ killer }) => killer !== undefined).length
    console.log(`${killed} of ${all.length} killed, ${((performance.now() - started) / 1000).toFixed(0)} s`)
    for (const { mutant } of unknown) console.log(`Survives, and nobody says why: ${mutant.says}`)
    for (const { mutant } of undead) console.log(`Said to survive, and is killed: ${mutant.says}`)
    if (unknown.length + undead.length > 0) process.exitCode = 1
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

await main()
