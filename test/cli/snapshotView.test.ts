import { describe, expect, it } from "vitest"
import { defectsText, manifestText } from "../../src/cli/commands/snapshot/view.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"

const symbol = (ticker: string) => ({
  ticker,
  first_session: "2020-01-02",
  last_session: "2020-12-31",
  rows: 253,
})

const facts = {
  name: "mine",
  kind: "imported",
  source: "prices.csv",
  adjustment: "raw",
  dividend_source: "none",
  currency: "USD",
  calendar: "nyse",
  first_session: "2020-01-02",
  last_session: "2020-12-31",
  rows: 759,
  has_opens: true,
  content_hash: "abc",
  symbols: ["AAA", "BBB", "CCC"].map(symbol),
}
const textOf = (more: object, mostAssets?: number) =>
  manifestText({ ...facts, ...more } as unknown as SnapshotManifest, mostAssets)

describe("a snapshot in words", () => {
  it("names all its assets, or the first and how many more", () => {
    expect(textOf({})).toContain("CCC")
    const short = textOf({}, 1)
    expect(short).toContain("AAA")
    expect(short).not.toContain("BBB")
    expect(short).toContain("… 2 more (`sage snapshot show mine` lists all)")
  })

  it("says when assets are members of the universe, and which never are", () => {
    const membership = {
      AAA: [{ from: "2010-01-01" }],
      BBB: [{ from: "2010-01-01", to: "2012-01-01" }, { from: "2020-06-01" }],
    }
    const lines = textOf({ membership }).split("\n")
    expect(lines.slice(lines.indexOf("Members of the universe:"))).toEqual([
      "Members of the universe:",
      "  AAA  from 2010-01-01",
      "  BBB  2010-01-01 to before 2012-01-01, from 2020-06-01",
      "  never: CCC",
    ])
  })

  it("tells of each kind of defect the first five, and how many more", () => {
    const defects = Array.from({ length: 7 }, (_, i) => ({
      kind: "zero_volume",
      asset: "AAA",
      date: `2020-01-0${i + 1}`,
      detail: "1 row",
      action: "kept",
    }))
    const lines = defectsText("Defects", defects)
    expect(lines[0]).toBe("")
    expect(lines[1]).toBe("Defects (7):")
    expect(lines.slice(2).join("\n").trimEnd().split("\n")).toHaveLength(6)
    expect(lines.join("\n")).toContain("… 2 more (--json lists all)")
    expect(defectsText("Defects", [])).toEqual([])
  })
})
