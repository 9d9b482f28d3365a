import { describe, expect, it } from "vitest"
import { openUnit } from "../../src/kernel/openUnit.ts"

describe("openUnit", () => {
  it("never reaches 0 or 1", () => {
    expect(openUnit(0, 0)).toBe(0.5 / 2 ** 53)
    expect(openUnit(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53)
    expect(openUnit(0x80000000, 0)).toBe(0.5)
    expect(openUnit(0x20, 0x40)).toBe((2 ** 26 + 1.5) / 2 ** 53)
  })
})
