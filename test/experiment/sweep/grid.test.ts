import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { cellName, gridOf } from "../../../src/experiment/sweep/grid.ts"

const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 2 }))
const vary = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,3}$/),
  fc.array(value, { minLength: 1, maxLength: 4 }),
  {
    maxKeys: 3,
  },
)

describe("the grid of a sweep", () => {
  it("has every combination once, the last path changing fastest", () => {
    assert.deepStrictEqual(gridOf({ a: [1, 2], b: ["x", "y", "x"] }), [
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 2, b: "x" },
      { a: 2, b: "y" },
    ])
  })

  it("has as many cells as the product of the different values, no two of one name", () => {
    fc.assert(
      fc.property(vary, (paths) => {
        const cells = gridOf(paths)
        const different = Object.values(paths).map(
          (values) => new Set(values.map((one) => JSON.stringify(one))).size,
        )
        assert.strictEqual(
          cells.length,
          different.reduce((product, count) => product * count, 1),
        )
        assert.strictEqual(new Set(cells.map(cellName)).size, cells.length)
        assert.isTrue(
          cells.every((cell) =>
            Object.entries(cell).every(([path, one]) => paths[path]!.some((given) => given === one)),
          ),
        )
      }),
      { seed: 1 },
    )
  })
})
