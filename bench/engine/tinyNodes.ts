/**
 * What the engine itself costs: graphs of tiny nodes, cold and all cached, each in a process of its own, bundled.
 *
 *   npm run bench -- engine/tinyNodes [REPETITIONS]
 *
 * 1,000 nodes: CPU of the whole process when everything is cached, and per node when nothing is. 100,000 nodes: plan and a
 * run with nothing to do, time and peak memory.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { median } from "../median.ts"
import { bundled, scratchFolder } from "./inProcess.ts"

const repetitions = Number(process.argv[2] ?? "5")
const folder = scratchFolder()
const child = await bundled("engine/tinyNodesRun.ts")

interface Answer {
  readonly startMs: number
  readonly planMs: number
  readonly runMs: number
  readonly computed: number
  readonly memoryMb: number
}

function run(nodes: number, cache: string) {
  const { cpuS, answer } = child.run(String(nodes), join(folder, cache))
  return { cpuS, ...(answer as Answer) }
}

function cold(nodes: number, cache: string) {
  rmSync(join(folder, cache), { recursive: true, force: true })
  return run(nodes, cache)
}

const repeat = <A>(once: () => A): ReadonlyArray<A> => Array.from({ length: repetitions }, once)
const medianOf = <A>(all: ReadonlyArray<A>, of: (one: A) => number): number => median(all.map(of))

run(1000, "warm-up") // fills the compile cache
const colds = repeat(() => cold(1000, "small"))
const cacheds = repeat(() => run(1000, "small"))
console.log(
  `1,000 nodes, all cached: ${medianOf(cacheds, ({ cpuS }) => cpuS).toFixed(3)} s CPU, the whole process ` +
    `(start ${medianOf(cacheds, ({ startMs }) => startMs).toFixed(0)} ms, ` +
    `plan ${medianOf(cacheds, ({ planMs }) => planMs).toFixed(0)} ms, ` +
    `run ${medianOf(cacheds, ({ runMs }) => runMs).toFixed(0)} ms)`,
)
console.log(
  `1,000 nodes, cold: ${(medianOf(colds, ({ planMs, runMs }) => planMs + runMs) / 1000).toFixed(3)} ms CPU a node`,
)

const first = cold(100_000, "large")
const again = run(100_000, "large")
console.log(
  `100,000 nodes: cold ${first.cpuS.toFixed(1)} s CPU, ${first.computed} computed; plan and no-op ${again.cpuS.toFixed(2)} s CPU ` +
    `(plan ${(again.planMs / 1000).toFixed(2)} s), ${again.computed} computed, peak memory ${again.memoryMb.toFixed(0)} MB ` +
    `(cold ${first.memoryMb.toFixed(0)} MB)`,
)
