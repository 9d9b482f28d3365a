import { describe, expect, it } from "vitest"
import type { Source as AnySource } from "../../../src/dag/Node.ts"
import type { Panel } from "../../../src/domain/Panel.ts"
import { edit, randomRaw, type Raw, toPanel } from "./edits.ts"
import { Ahead, Change, Count, Lag, Rank, Smooth, Source, Total, world } from "./nodes.ts"
import { makeRandom, type Random } from "./random.ts"
import { openStore, type Targets } from "./session.ts"

/** A random graph over the source, as a function to describe it anew: nodes are described, not kept. */
function randomGraph(random: Random): () => Targets {
  const picks = Array.from({ length: 9 }, () => ({
    kind: random.int(8),
    a: random.unit(),
    b: random.unit(),
    n: 1 + random.int(12),
  }))
  return () => {
    const sources: Array<AnySource<Panel>> = [Source({}, {})]
    const targets: Record<string, AnySource<unknown>> = {}
    picks.forEach(({ kind, a, b, n }, i) => {
      const x = sources[Math.floor(a * sources.length)]!
      const y = sources[Math.floor(b * sources.length)]!
      const as = { as: String(i) }
      const made = [
        () => Change({ n }, { x }, as),
        () => Lag({ n }, { x }, as),
        () => Ahead({ n }, { x }, as),
        () => Smooth({ n }, { x }, as),
        () => Count({}, { x }, as),
        () => Rank({}, { x }, as),
        () => Smooth({ n }, { x }, as),
        () => {
          const { sum, same } = Total({}, { x, y, more: { z: x } }, as)
          targets[`sum ${i}`] = sum
          return same
        },
      ][kind]!()
      sources.push(made)
      targets[`node ${i}`] = made
    })
    return targets
  }
}

const show = (raw: Raw): void => {
  world.panel = toPanel(raw)
  world.version++
}

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
