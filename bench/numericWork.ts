/**
 * CPU time of the numbers of a whole study, every stage kept, storage apart; bundled, in a process of its own.
 *
 *   npm run bench -- numericWork [MARKET]
 *
 * MARKET is a wide CSV of adjusted closes, or ASSETSxSESSIONS of made-up walks (20x8313 by default; 500x7500 is the large
 * case, of which only the nodes behind the metrics are run, 7 times).
 *
 * Prints the median over 20 warm repetitions of the whole study and of what the metrics alone need, that as a multiple of
 * writing as many bytes once, and the nodes that take most of it. Collecting what earlier repetitions left behind is
 * part of it.
 */
import { bundled } from "./engine/inProcess.ts"
import { median } from "./median.ts"
import type { NumericWork } from "./numericWorkRun.ts"

const child = await bundled("numericWorkRun.ts")
const { assets, sessions, whole, behindMetrics, nodes } = child.run(...process.argv.slice(2))
  .answer as NumericWork
const behind = behindMetrics.ids.filter((id) => id in nodes) // of equal nodes one

const text = (cpuMs: ReadonlyArray<number>): string =>
  `median ${median(cpuMs).toFixed(1)} ms CPU, fastest ${Math.min(...cpuMs).toFixed(1)} ms`

console.log(`${assets} assets × ${sessions} sessions, ${Object.keys(nodes).length} nodes`)
if (whole.length > 0) console.log(`numeric work: ${text(whole)}`)
console.log(`the ${behind.length} nodes behind the metrics alone: ${text(behindMetrics.cpuMs)}`)
const { keptBytes, cpuMs, writingMs } = behindMetrics
const ratio = (of: (cpuMs: ReadonlyArray<number>) => number): string => (of(cpuMs) / of(writingMs)).toFixed(1)
console.log(`  they keep ${(keptBytes / 1e6).toFixed(0)} MB; writing as much once: ${text(writingMs)}`)
console.log(
  `  ${ratio(median)} times that by the medians, ${ratio((all) => Math.min(...all))} by the fastest`,
)
const costs = Object.entries(nodes).map(([id, cpuMs]) => ({ id, cpuMs: median(cpuMs) }))
for (const each of costs.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, 12)) {
  console.log(`${each.cpuMs.toFixed(2).padStart(8)} ms  ${each.id}`)
}
