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
const { assets, sessions, behindMetrics, runs } = child.run(...process.argv.slice(2)).answer as NumericWork

const behind = new Set(behindMetrics)
const nodes = runs[0]!.map(({ id }, i) => ({ id, cpuMs: median(runs.map((timings) => timings[i]!.cpuMs)) }))
const summed = (counts: (id: string) => boolean): string => {
  const totals = runs.map((timings) =>
    timings.reduce((sum, { id, cpuMs }) => sum + (counts(id) ? cpuMs : 0), 0),
  )
  return `median ${median(totals).toFixed(1)} ms CPU, fastest ${Math.min(...totals).toFixed(1)} ms`
}

console.log(`${assets} assets × ${sessions} sessions, ${nodes.length} nodes`)
console.log(`numeric work: ${summed(() => true)}`)
console.log(
  `of it the ${nodes.filter(({ id }) => behind.has(id)).length} nodes behind the metrics alone: ${summed((id) => behind.has(id))}`,
)
for (const { id, cpuMs } of nodes.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, 12)) {
  console.log(`${cpuMs.toFixed(2).padStart(8)} ms  ${id}`)
}
