import { describe, expect, it } from "vitest"
import { warningLines } from "../../src/report/text/warningLines.ts"

const warning = (kind: string, message: string) => ({ kind, message })
const many = (count: number, kind: string) =>
  Array.from({ length: count }, (_, i) => warning(kind, `no ${i}`))

describe("the warnings of a run", () => {
  it("take a line each, in their order", () => {
    expect(warningLines([warning("zero_cost", "Trading is free."), warning("ruin", "All is lost.")])).toEqual(
      ["warning zero_cost: Trading is free.", "warning ruin: All is lost."],
    )
  })

  it("of a kind that has many are told by the first, and counted, so that no other is buried", () => {
    expect(
      warningLines([...many(500, "stale_price"), ...many(6, "delisted"), warning("ruin", "All is lost.")]),
    ).toEqual([
      "warning stale_price: no 0",
      "warning stale_price: no 1",
      "warning stale_price: no 2",
      "warning stale_price: … 497 more of this kind (warnings.log and --json have all)",
      "warning delisted: no 0",
      "warning delisted: no 1",
      "warning delisted: no 2",
      "warning delisted: … 3 more of this kind (warnings.log and --json have all)",
      "warning ruin: All is lost.",
    ])
  })

  it("are all told up to five of a kind", () => {
    expect(warningLines(many(5, "delisted"))).toHaveLength(5)
  })

  it("keep a kind together where others came between", () => {
    const lines = warningLines([warning("a", "1"), warning("b", "2"), warning("a", "3")])
    expect(lines).toEqual(["warning a: 1", "warning a: 3", "warning b: 2"])
  })
})
