/** Graphs that share work, planned as one: what is the same is there once, and every graph finds its own nodes. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { mergeGraphs, targetName } from "../../src/dag/mergeGraphs.ts"
import type { Source } from "../../src/dag/Node.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import { Read, Scale, Sort, Sum, toyGraph } from "./toyGraph.ts"

const prepared = (total: Source<number>) => Effect.runSync(prepare({ total }))

const merged = (pairs: ReadonlyArray<readonly [number, number]>) =>
  mergeGraphs(
    Object.fromEntries(pairs.map(([left, right]) => [`${left}-${right}`, prepared(toyGraph(left, right))])),
  )

describe("merged graphs", () => {
  it("hold a shared node once, under its own id, and what differs with the name of its graph", () => {
    const { graph, nodes } = merged([
      [2, 3],
      [2, 4],
    ])
    assert.deepStrictEqual(
      graph.nodes.map(({ id }) => id),
      [
        "toy/read",
        "toy/sort",
        "toy/scale@left",
        "toy/scale@right",
        "toy/sum",
        "toy/scale@right@2-4",
        "toy/sum@2-4",
      ],
    )
    assert.strictEqual(nodes["2-4"]!.get("toy/sum")!.id, "toy/sum@2-4")
    assert.strictEqual(nodes["2-4"]!.get("toy/scale@left"), nodes["2-3"]!.get("toy/scale@left"))
    assert.deepStrictEqual(Object.keys(graph.targets), ["2-3 total", "2-4 total"])
    assert.strictEqual(graph.targets[targetName("2-4", "total")]!.node.id, "toy/sum@2-4")
  })

  it("hold as many nodes as there is different work, in an order that inputs come first in", () => {
    const factor = fc.integer({ min: 1, max: 4 })
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(factor, factor), { selector: String, minLength: 1 }), (pairs) => {
        const { graph, nodes } = merged(pairs)
        const factors = new Set(pairs.flat())
        assert.strictEqual(graph.nodes.length, 2 + factors.size + pairs.length)
        const seen = new Set<string>()
        for (const { id, inputs } of graph.nodes) {
          assert.isTrue(inputs.every(({ from }) => seen.has(from.id)))
          seen.add(id)
        }
        assert.strictEqual(seen.size, graph.nodes.length)
        for (const [left, right] of pairs) {
          const own = nodes[`${left}-${right}`]!
          assert.include(own.get("toy/scale@left")!.configText, String(left))
          assert.include(own.get("toy/scale@right")!.configText, String(right))
          assert.deepStrictEqual(
            own.get("toy/sum")!.inputs.map(({ from }) => from),
            [own.get("toy/scale@left")!, own.get("toy/scale@right")!],
          )
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  it("tell nodes apart by which port of an input they read, and by the key of a named source", () => {
    const { scaled, factors } = Scale({ factor: 2 }, { numbers: Sort({}, { numbers: Read({}, {}) }) })
    const graphs = {
      a: prepared(Sum({}, { lists: { x: scaled } })),
      b: prepared(Sum({}, { lists: { x: factors } })),
      c: prepared(Sum({}, { lists: { y: scaled } })),
    }
    assert.strictEqual(mergeGraphs(graphs).graph.nodes.length, 6)
  })
})
