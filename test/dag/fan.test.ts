/** Fan-out over what is known when a graph is made: every element is cached apart, and their order counts for nothing. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach } from "vitest"
import * as Fan from "../../src/dag/Fan.ts"
import type * as Node from "../../src/dag/Node.ts"
import { Read, runToy, Scale, Sort, Sum, world } from "./toyGraph.ts"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sage-fan-"))
  world.token = "one"
  world.numbers = [3, 1, 2]
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The sum over factors of the numbers times each of them. */
const total = (factors: ReadonlyArray<number>): Node.Source<number> => {
  const numbers = Sort({}, { numbers: Read({}, {}) })
  return Fan.map(
    Fan.keyed(factors, (factor) => `times ${factor}`),
    (factor) => Scale({ factor }, { numbers }).scaled,
    (lists) => Sum({}, { lists }),
  )
}

const run = (factors: ReadonlyArray<number>) => runToy({ total: total(factors) }, { folder })

describe("a fan", () => {
  it("has a node for each item, labelled by its key, and shares what was described outside", async () => {
    const { values, fates, calls } = await run([2, 3])
    assert.deepStrictEqual(values, { total: 30 })
    assert.deepStrictEqual(Object.keys(fates).sort(), [
      "toy/read",
      "toy/scale@times 2",
      "toy/scale@times 3",
      "toy/sort",
      "toy/sum",
    ])
    assert.deepStrictEqual(calls.toSorted(), ["read", "scale 2", "scale 3", "sort", "sum"])
  })

  it("computes only the element that was added, and nothing when one is taken away again", async () => {
    await run([2, 3])
    assert.deepStrictEqual((await run([2, 5, 3])).calls, ["scale 5", "sum"])
    assert.deepStrictEqual((await run([3, 2])).calls, [])
  })

  it("gives the same whatever the order of items", async () => {
    const items = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
    const property = fc.asyncProperty(items, async (factors) => {
      const first = await run(factors)
      const again = await run(factors.toReversed())
      assert.deepStrictEqual(again.values, first.values)
      assert.deepStrictEqual(again.calls, [])
    })
    await fc.assert(property, { seed: 1, numRuns: 20 })
  })

  it("loses one element to a failure, not the others", async () => {
    const { fates } = await run([2, 13, 5])
    assert.strictEqual(fates["toy/scale@times 13"], "failed")
    assert.strictEqual(fates["toy/scale@times 5"], "computed")
    assert.strictEqual(fates["toy/sum"], "skipped")
  })

  it("stands within another: own label, then the inner key, then the outer", async () => {
    const numbers = Read({}, {})
    const inner = (outer: number): Node.Source<number> =>
      Fan.map(
        { x: 1, y: 2 },
        (factor) => Scale({ factor: factor * outer }, { numbers }, { as: "own" }).scaled,
        (lists) => Sum({}, { lists }),
      )
    const sums = Fan.map({ a: 10, b: 100 }, inner, (elements) => elements)
    const { fates, values } = await runToy(sums, { folder })
    assert.deepStrictEqual(values, { a: 180, b: 1800 })
    assert.deepStrictEqual(
      Object.keys(fates)
        .filter((id) => id !== "toy/read")
        .sort(),
      [
        "toy/scale@own@x@a",
        "toy/scale@own@x@b",
        "toy/scale@own@y@a",
        "toy/scale@own@y@b",
        "toy/sum@a",
        "toy/sum@b",
      ],
    )
  })

  it("labels nothing that is described after it, also when it threw", async () => {
    assert.throws(() =>
      Fan.map(
        { a: 1 },
        () => {
          throw new Error("a mistake of the author")
        },
        String,
      ),
    )
    assert.deepStrictEqual(Object.keys((await runToy({ n: Read({}, {}) }, { folder })).fates), ["toy/read"])
  })

  it("of variants holds once what equals an earlier node, under its own name, with the values of a plain fan", async () => {
    const numbers = Sort({}, { numbers: Read({}, {}) })
    const plain = Scale({ factor: 2 }, { numbers }, { as: "plain" }).scaled
    const sums = (fan: typeof Fan.map) =>
      fan(
        { a: 2, b: 3, c: 3 },
        (factor) => {
          const own = Sort({}, { numbers: Read({}, {}) })
          return Sum({}, { lists: { one: Scale({ factor }, { numbers: own }).scaled } })
        },
        (elements) => elements,
      )
    const { values, fates } = await runToy({ plain, ...sums(Fan.variants) }, { folder })
    assert.deepStrictEqual(Object.keys(fates).sort(), [
      "toy/read",
      "toy/scale@b",
      "toy/scale@plain",
      "toy/sort",
      "toy/sum@a",
      "toy/sum@b",
    ])
    const apart = await runToy({ plain, ...sums(Fan.map) }, { folder })
    assert.deepStrictEqual(values, apart.values)
    assert.deepStrictEqual(apart.calls, []) // their keys are the same too
  })

  it("refuses two items of one key", () => {
    assert.throws(() => Fan.keyed([1, 1], String), /Two items have the key 1/)
  })
})
