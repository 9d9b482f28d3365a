import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson, encode, hashOf } from "../../src/dag/canonical.ts"

/** JSON values with the awkward ones: lone surrogates, `__proto__`, −0, numbers that look like strings. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: "binary" }),
    fc.constantFrom("1", "-0", "__proto__", "\ud800", "s1:a;", ""),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "binary" }), tie("value"), { maxKeys: 4 }),
  ),
})).value

/** Equality that tells −0 from 0, as the encodings must. */
function same(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || left === null || typeof right !== "object" || right === null)
    return Object.is(left, right)
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const [a, b] = [Object.entries(left).sort(byKey), Object.entries(right).sort(byKey)]
  return a.length === b.length && a.every(([key, value], i) => key === b[i]![0] && same(value, b[i]![1]))
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

describe("encode", () => {
  it("is injective: two values share an encoding only when they are the same", () => {
    fc.assert(
      fc.property(json, json, (a, b) => (encode(a) === encode(b)) === same(a, b)),
      { numRuns: 2000, seed: 1 },
    )
  })

  it("does not confuse how strings are joined", () => {
    expect(hashOf(["ab", "c"])).not.toBe(hashOf(["a", "bc"]))
    expect(hashOf(["1"])).not.toBe(hashOf([1]))
    expect(hashOf([[], []])).not.toBe(hashOf([[[]]]))
    expect(hashOf({ a: null })).not.toBe(hashOf({ a: "null" }))
    expect(hashOf("\ud800")).not.toBe(hashOf("\ud801"))
  })

  it("does not depend on the order of keys", () => {
    expect(hashOf({ b: 1, a: [2, { d: 3, c: 4 }] })).toBe(hashOf({ a: [2, { c: 4, d: 3 }], b: 1 }))
  })

  it("refuses what is no value", () => {
    expect(() => hashOf(() => 1)).toThrow(/cannot enter a key/)
  })
})

describe("canonicalJson", () => {
  it("reads back as the value that was written", () => {
    fc.assert(
      fc.property(json, (value) => same(JSON.parse(canonicalJson(value)), value)),
      { numRuns: 1000, seed: 2 },
    )
  })

  it("refuses numbers that JSON does not have", () => {
    expect(() => canonicalJson(NaN)).toThrow(/no canonical JSON/)
    expect(() => canonicalJson([Infinity])).toThrow(/no canonical JSON/)
  })
})
