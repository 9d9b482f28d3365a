import { describe, expect, it } from "vitest"
import { philox } from "../../src/dag/philox.ts"

const draw = (key: readonly [number, number], counter: readonly [number, number, number, number]): string => {
  const out = new Uint32Array(4)
  philox(...key, ...counter, out)
  return Array.from(out, (word) => word.toString(16).padStart(8, "0")).join(" ")
}

describe("philox", () => {
  // Random123 1.14, tests/kat_vectors, "philox4x32 10"
  it("gives the published words", () => {
    expect(draw([0, 0], [0, 0, 0, 0])).toBe("6627e8d5 e169c58d bc57ac4c 9b00dbd8")
    const ones = 0xffffffff
    expect(draw([ones, ones], [ones, ones, ones, ones])).toBe("408f276d 41c83b0e a20bc7c6 6d5451fd")
    expect(draw([0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344])).toBe(
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    )
  })

  it("takes signed and unsigned words alike", () => {
    expect(draw([-1, -1], [-1, -1, -1, -1])).toBe(
      draw([0xffffffff, 0xffffffff], [0xffffffff, -1, 0xffffffff, -1]),
    )
  })

  it("multiplies exactly", () => {
    // a counter chosen so that every half product carries; recomputed with big integers
    let [c, k] = [[0x9abcdef1, 0x8badf00d, 0xfedcba98, 0xdeadbeef].map(BigInt), [0x13579bdfn, 0x2468ace0n]]
    const mask = 0xffffffffn
    for (let round = 0; round < 10; round++) {
      const [first, second] = [0xd2511f53n * c[0]!, 0xcd9e8d57n * c[2]!]
      c = [(second >> 32n) ^ c[1]! ^ k[0]!, second & mask, (first >> 32n) ^ c[3]! ^ k[1]!, first & mask]
      k = [(k[0]! + 0x9e3779b9n) & mask, (k[1]! + 0xbb67ae85n) & mask]
    }
    expect(draw([0x13579bdf, 0x2468ace0], [0x9abcdef1, 0x8badf00d, 0xfedcba98, 0xdeadbeef])).toBe(
      c.map((word) => word.toString(16).padStart(8, "0")).join(" "),
    )
  })
})
