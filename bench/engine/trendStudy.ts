/**
 * The trend study over 30 years and 500 assets: cold, then after each kind of edit of the data, as a share of the cold
 * CPU time of the same data; every content hash must be that of the cold run.
 *
 *   npm run bench -- engine/trendStudy [REPETITIONS] [ASSETS]
 *
 * Each run is a process of its own. Writing the snapshots and exporting run folders stand apart.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { cpSync, readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { writeBuiltIn } from "../../src/fingerprint/writeBuiltIn.ts"
import * as SnapshotFolder from "../../src/io/snapshotStore.ts"
import { SnapshotStore, SnapshotsRoot } from "../../src/pipeline/data/SnapshotStore.ts"
import { median } from "../median.ts"
import { bundled, scratchFolder } from "./inProcess.ts"
import { market, type MarketShape } from "./market.ts"

const repetitions = Number(process.argv[2] ?? "3")
const assets = Number(process.argv[3] ?? "500")
const folder = scratchFolder()
const snapshots = join(folder, "snapshots")

const base: MarketShape = { assets, withoutFirst: 300, withoutLast: 1, revised: false, listed: false }
const versions: Readonly<Record<string, MarketShape>> = {
  base,
  "append 1 day": { ...base, withoutLast: 0 },
  "append 1 day with a new listing": { ...base, withoutLast: 0, listed: true },
  "revise one old cell": { ...base, revised: true },
  "back-fill 300 sessions": { ...base, withoutFirst: 0 },
  "add an asset with its history": { ...base, assets: assets + 1 },
}

interface NodeAnswer {
  readonly id: string
  readonly fate: string
  readonly outputs: Readonly<Record<string, string>>
  readonly rowsRun: number | null
  readonly rowsGiven: number | null
  readonly cpuMs: number
}

for (const [name, shape] of Object.entries(versions)) await write(snapshotOf(name), shape)
if (writeBuiltIn(join(import.meta.dirname, "../.."), folder) !== 0) throw new Error("no fingerprints")
const child = await bundled("engine/trendStudyRun.ts")
const run = (name: string, cache: string) => {
  const snapshot = snapshotOf(name)
  const { cpuS, answer } = child.run(
    snapshots,
    snapshot,
    join(folder, cache),
    join(folder, "fingerprints.json"),
  )
  return { cpuS, nodes: answer as ReadonlyArray<NodeAnswer> }
}

run("base", "warm-up") // fills the compile cache
const cold = repeat(() => {
  rmSync(join(folder, "cold"), { recursive: true, force: true })
  return run("base", "cold")
})
console.log(`cold: ${cold.cpuS.toFixed(2)} s CPU, ${cold.nodes.length} nodes, cache ${mb(sizeOf("cold"))} MB`)
showSlowest(cold.nodes)
const again = repeat(() => run("base", "cold"))
console.log(`all cached: ${again.cpuS.toFixed(2)} s CPU (${share(again.cpuS)} of cold)`)

for (const name of Object.keys(versions).slice(1)) {
  const warm = repeat(() => {
    rmSync(join(folder, "warm"), { recursive: true, force: true })
    cpSync(join(folder, "cold"), join(folder, "warm"), { recursive: true })
    return run(name, "warm")
  })
  const clean = run(name, "clean")
  rmSync(join(folder, "clean"), { recursive: true, force: true })
  const wrong = warm.nodes.filter(
    (node, i) => JSON.stringify(node.outputs) !== JSON.stringify(clean.nodes[i]!.outputs),
  )
  const count = (fate: string): number => warm.nodes.filter((node) => node.fate === fate).length
  console.log(
    `${name}: ${warm.cpuS.toFixed(2)} s CPU = ${share(warm.cpuS)} of cold; ` +
      `${count("extended")} extended, ${count("computed")} computed, ${count("cached")} cached; ` +
      `cache +${mb(sizeOf("warm") - sizeOf("cold"))} MB; ` +
      (wrong.length === 0 ? "equal to cold, bit for bit" : `WRONG: ${wrong.map(({ id }) => id).join(", ")}`),
  )
  showSlowest(warm.nodes)
}

function snapshotOf(version: string): string {
  return version.replaceAll(" ", "-")
}

async function write(name: string, shape: MarketShape): Promise<void> {
  const store = SnapshotFolder.layer.pipe(Layer.provide(Layer.succeed(SnapshotsRoot, snapshots)))
  const meta = {
    kind: "synthetic",
    source: "bench",
    adjustment: "raw",
    dividend_source: "stated",
    currency: "USD",
    calendar: "nyse",
    periods_per_year: 252,
  } as const
  await SnapshotStore.use((snapshot) => snapshot.write(name, market(shape), meta)).pipe(
    Effect.provide(store),
    Effect.runPromise,
  )
}

function repeat<A extends { readonly cpuS: number }>(once: () => A): A {
  const all = Array.from({ length: repetitions }, once)
  return { ...all.at(-1)!, cpuS: median(all.map(({ cpuS }) => cpuS)) }
}

function showSlowest(nodes: ReadonlyArray<NodeAnswer>): void {
  for (const { id, fate, rowsRun, rowsGiven, cpuMs } of nodes
    .toSorted((a, b) => b.cpuMs - a.cpuMs)
    .slice(0, 14)) {
    if (fate !== "cached")
      console.log(
        `  ${cpuMs.toFixed(0).padStart(6)} ms  ${id} ${fate} ${rowsRun ?? ""} of ${rowsGiven ?? ""}`,
      )
  }
}

function share(cpuS: number): string {
  return `${((100 * cpuS) / cold.cpuS).toFixed(1)} %`
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(2)
}

function sizeOf(cache: string): number {
  const files = readdirSync(join(folder, cache), { recursive: true, withFileTypes: true })
  return files.reduce(
    (sum, file) => sum + (file.isFile() ? statSync(join(file.parentPath, file.name)).size : 0),
    0,
  )
}
