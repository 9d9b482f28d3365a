/** Random graphs over a random panel, edited again and again: what is extended must be what a run from nothing gives. */
import { expect } from "vitest"
import { edit, type EditKind, randomRaw } from "./edits.ts"
import { randomGraph, show } from "./graphs.ts"
import { makeRandom } from "./random.ts"
import { openStore } from "./session.ts"

/** After each step of one to three edits everything equals a run from nothing, bit for bit. */
export async function checkEdits(seed: number, graphs: number, stepsPerGraph: number) {
  const random = makeRandom(seed)
  const counts = { nodes: 0, extended: 0, rowsRun: 0, rowsInFull: 0 }
  for (let g = 0; g < graphs; g++) {
    const graph = randomGraph(random, random.unit() < 0.5)
    let raw = randomRaw(random)
    show(raw)
    const kept = await openStore()
    const wholeLimitCells = g % 2 === 0 ? 0 : 1 << 18 // states kept at every chunk, or at the end alone
    await kept.run(graph(), "always", { wholeLimitCells })
    for (let e = 0; e < stepsPerGraph; e++) {
      const kinds: Array<EditKind> = []
      for (let i = 0; i < 1 + (random.unit() < 0.4 ? random.int(3) : 0); i++) {
        const next = edit(raw, random)
        raw = next.raw
        kinds.push(next.kind)
      }
      show(raw)
      const warm = await kept.run(graph(), "always", { wholeLimitCells })
      const cold = await (await openStore()).run(graph(), "never")
      warm.nodes.forEach((node, i) => {
        const clean = cold.nodes[i]!
        const where = `${node.id} (${node.fate}) after ${kinds.join(", ")}; seed ${seed}, graph ${g}, step ${e}`
        expect(node.error, where).toBeNull()
        expect(node.outputs, where).toEqual(clean.outputs)
        counts.nodes++
        counts.extended += node.fate === "extended" ? 1 : 0
        counts.rowsRun += node.rowsRun ?? 0
        counts.rowsInFull += clean.rowsRun ?? 0
      })
    }
  }
  return counts
}
