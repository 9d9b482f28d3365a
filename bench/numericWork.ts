/**
 * CPU time of the numbers of a whole study, every stage kept, storage apart; bundled, in a process of its own.
 *
 *   npm run bench -- numericWork [CSV]     a wide CSV of adjusted closes; by default 20 made-up walks over 33 years
 *
 * Prints the median over 20 warm repetitions of the whole study and of what the metrics alone need, and the nodes that
 * take most of it. Collecting what earlier repetitions left behind is part of it.
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
console.log(`numeric work: ${text(whole)}`)
console.log(`the ${behind.length} nodes behind the metrics alone: ${text(behindMetrics.cpuMs)}`)
const costs = Object.entries(nodes).map(([id, cpuMs]) => ({ id, cpuMs: median(cpuMs) }))
for (const { id, cpuMs } of costs.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, 12)) {
  console.log(`${cpuMs.toFixed(2).padStart(8)} ms  ${id}`)
}
