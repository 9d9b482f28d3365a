/**
 * `sage sql` over a project of 1,000 runs: a ledger with 67 nodes a run, and small folders of runs beside it. Wall time of
 * the command itself, launcher included, median of several; another command beside it, for the start that all share.
 *
 *   npm run bench -- sql [RUNS]
 */
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { Store } from "../src/dag/store/Store.ts"
import { median } from "./median.ts"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const count = Number(process.argv[2] ?? 1000)
const [repeats, nodesOfRun] = [7, 67]

const queries = [
  "select count(*) from nodes",
  "select fate, count(*) from nodes group by all",
  "select count(*) from runs",
  "select avg(net) from metrics where metric = 'sharpe'",
  "select count(*) from trials",
]

/** A real run, copied under other ids; folders hold what the queries read. */
async function fill(): Promise<void> {
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n')
  for (const folder of ["dags", "experiments", "configs"])
    cpSync(join(root, folder), join(project, folder), { recursive: true })
  cpSync(join(root, "snapshots", "demo"), join(project, "snapshots", "demo"), { recursive: true })
  const made = sage(["dag", "run", "experiments/trend.ts", "--json"])
  if (made.status !== 0) throw new Error(made.stderr)
  const [first] = readdirSync(join(project, "runs"))
  const real = join(project, "runs", first!)
  const texts = ["run_manifest.json", "metrics.json"].map(
    (name) => [name, readFileSync(join(real, name), "utf8")] as const,
  )
  for (let i = 0; i < count; i++) {
    const folder = join(project, "runs", idOf(i))
    mkdirSync(folder)
    for (const [name, text] of texts) writeFileSync(join(folder, name), text.replaceAll(first!, idOf(i)))
  }
  rmSync(real, { recursive: true })
  await Effect.runPromise(Effect.provide(fillLedger, Store.layerFolder(join(project, ".sage-cache"))))
}

const fillLedger = Effect.gen(function* () {
  const store = yield* Store
  const [row] = yield* store.runs
  const nodes = yield* store.runNodes(row!.runId)
  for (let i = 0; i < count; i++) {
    const runId = idOf(i)
    yield* store.saveRun({ ...row!, runId, nodes: nodes.slice(0, nodesOfRun), startedAt: row!.startedAt + i })
  }
})

function idOf(i: number): string {
  return `01a2b3c4-0000-7000-8000-${String(i).padStart(12, "0")}`
}

function sage(args: ReadonlyArray<string>) {
  return spawnSync(process.execPath, [join(root, "bin", "sage"), ...args], { cwd: project, encoding: "utf8" })
}

function report(name: string, args: ReadonlyArray<string>): void {
  const times = Array.from({ length: repeats }, () => {
    const startedAt = performance.now()
    const { status, stderr } = sage(args)
    if (status !== 0) throw new Error(stderr)
    return performance.now() - startedAt
  })
  console.log(
    `${median(times).toFixed(0).padStart(6)} ms  ${name} (fastest ${Math.min(...times).toFixed(0)})`,
  )
}

const project = mkdtempSync(join(tmpdir(), "sage-bench-sql-"))
try {
  console.log(`${count} runs of ${nodesOfRun} nodes`)
  await fill()
  for (const query of queries) report(query, ["sql", query])
  report("another command: runs show", ["runs", "show", idOf(0)])
} finally {
  rmSync(project, { recursive: true, force: true })
}
