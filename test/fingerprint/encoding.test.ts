import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { encode, hashValue, type Encodable } from "../../src/fingerprint/encoding.ts"

const value = fc.letrec<{ value: Encodable }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom("s1:a", "l0:", "z", "n1:1", ":", "1", "\ud800", "\ud801"),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
})).value

/** Reads back what `encode` wrote; that this works is what makes the encoding injective. */
function decode(text: string): Encodable {
  let at = 0
  const length = () => {
    const colon = text.indexOf(":", at)
    const count = Number(text.slice(at, colon))
    at = colon + 1
    return count
  }
  const take = (count: number) => text.slice(at, (at += count))
  const next = (): Encodable => {
    const tag = take(1)
    if (tag === "z") return null
    if (tag === "t" || tag === "f") return tag === "t"
    const count = length()
    if (tag === "s") return take(count)
    if (tag === "n") return Number(take(count))
    return Array.from({ length: count }, next)
  }
  return next()
}

describe("the encoding", () => {
  it("can be read back, so different values never read the same", () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(decode(encode(one))).toStrictEqual(one)
      }),
      { numRuns: 1000, seed: 1 },
    )
  })

  it("tells apart what joined strings confuse", () => {
    const alike: ReadonlyArray<Encodable> = [
      ["a", "bc"],
      ["ab", "c"],
      ["abc"],
      [["a"], "bc"],
      "abc",
      ["a", "b", "c"],
      [1],
      ["1"],
      [0],
      [-0],
      [true],
      ["t"],
      [null],
      [],
      [[]],
    ]
    expect(new Set(alike.map(hashValue)).size).toBe(alike.length)
  })

  it("hashes lone surrogates apart", () => {
    expect(hashValue("\ud800")).not.toBe(hashValue("\ud801"))
  })
})
