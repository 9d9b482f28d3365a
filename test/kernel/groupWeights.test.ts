import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { groupWeights } from "../../src/kernel/groupWeights.ts"

const row = fc
  .array(fc.tuple(fc.constantFrom(1, 1, 0, NaN), fc.constantFrom(-1, 0, 1, 2)), { maxLength: 9 })
  .map((cells) => ({
    member: Float64Array.from(cells, ([member]) => member),
    group: Int32Array.from(cells, ([, group]) => group),
  }))
const weights = fc.constantFrom<ReadonlyArray<number>>([0.6, 0.4, 0], [0.5, 0.25, 0.25], [0, 0, 1])

describe("group weights", () => {
  it("give each group its share among those that have somebody, in equal parts", () => {
    fc.assert(
      fc.property(row, weights, ({ member, group }, given) => {
        const out = groupWeights(member, group, Float64Array.from(given))
        const inGroup = (g: number) => [...member.keys()].filter((i) => member[i] === 1 && group[i] === g)
        const present = given.map((weight, g) => (inGroup(g).length > 0 ? weight : 0))
        const total = present.reduce((sum, weight) => sum + weight, 0)
        out.forEach((weight, i) => {
          if (Number.isNaN(member[i]!)) expect(weight).toBeNaN()
          else if (member[i] === 0 || group[i]! < 0 || total === 0) expect(weight).toBe(0)
          else expect(weight).toBeCloseTo(present[group[i]!]! / total / inGroup(group[i]!).length, 14)
        })
        const sum = out.reduce((all, weight) => all + (Number.isNaN(weight) ? 0 : weight), 0)
        expect(sum).toBeCloseTo(total > 0 ? 1 : 0, 12)
      }),
      { seed: 61 },
    )
  })
})
