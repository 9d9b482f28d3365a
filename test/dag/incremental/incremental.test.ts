import { describe, expect, it } from "vitest"
import { edit, randomRaw } from "./edits.ts"
import { randomGraph, show } from "./graphs.ts"
import { makeRandom } from "./random.ts"
import { openStore } from "./session.ts"

/** Random graphs and edits; after each edit, everything equals a run from nothing, bit for bit. */
export async function checkEdits(seed: number, graphs: number, editsPerGraph: number) {
  const random = makeRandom(seed)
  const counts = { nodes: 0, extended: 0, rowsRun: 0, rowsInFull: 0 }
  for (let g = 0; g < graphs; g++) {
    const graph = randomGraph(random)
    let raw = randomRaw(random)
    show(raw)
    const kept = await openStore()
    const limit = g % 2 === 0 ? 0 : 1 << 18 // states kept at every chunk, or at the end alone
    await kept.run(graph(), "always", limit)
    for (let e = 0; e < editsPerGraph; e++) {
      const next = edit(raw, random)
      raw = next.raw
      show(raw)
      const warm = await kept.run(graph(), "always", limit)
      const cold = await (await openStore()).run(graph(), "never")
      warm.nodes.forEach((node, i) => {
        const clean = cold.nodes[i]!
        expect(node.error, `${node.id} after ${next.kind}, graph ${g}, edit ${e}`).toBeNull()
        expect(node.outputs, `${node.id} (${node.fate}) after ${next.kind}, graph ${g}, edit ${e}`).toEqual(
          clean.outputs,
        )
        counts.nodes++
        counts.extended += node.fate === "extended" ? 1 : 0
        counts.rowsRun += node.rowsRun ?? 0
        counts.rowsInFull += clean.rowsRun ?? 0
      })
    }
  }
  return counts
}

describe("an extended result", () => {
  it("is bit for bit what a run from nothing gives, over random graphs and edits", async () => {
    const counts = await checkEdits(1, 12, 12)
    expect(counts.extended).toBeGreaterThan(200)
    expect(counts.rowsRun).toBeLessThan(0.6 * counts.rowsInFull)
  }, 60_000)
})
