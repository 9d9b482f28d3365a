import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { compareSystems } from "../../../src/experiment/compare/compareSystems.ts"
import { comparisonCsv } from "../../../src/report/compare/comparisonCsv.ts"
import { comparisonPage } from "../../../src/report/compare/comparisonPage.ts"
import { pValueText } from "../../../src/report/compare/pValueText.ts"
import { systemsText } from "../../../src/report/compare/systemsText.ts"
import { systemOf } from "../../support/systems.ts"

const net = (seed: number): ReadonlyArray<number> =>
  Array.from({ length: 400 }, (_, i) => Math.sin(seed * i * i) / 80 + 0.0004 * seed)
const names = ["plain", 'with "quotes", commas', "=HYPERLINK(1)", "<script>alert(1)</script>"]
const compared = Result.getOrThrow(compareSystems(names.map((name, i) => systemOf(name, net(i + 1)))))
const { document } = compared

/** Lines of cells, quotes taken off. */
const parsed = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .trimEnd()
    .split("\n")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare!,
      ),
    )

describe("a comparison as CSV", () => {
  const [head, ...lines] = parsed(comparisonCsv(document))

  it("has six cells in every line, and the document's own numbers", () => {
    expect(head).toEqual(["table", "system", "other", "year", "figure", "value"])
    for (const line of lines) expect(line).toHaveLength(6)
    const value = (figure: string, system: string): number =>
      Number(lines.find((line) => line[0] === "metrics" && line[1] === system && line[4] === figure)![5])
    expect(value("sharpe", "plain")).toBe(document.systems[0]!.net["sharpe"])
    expect(value("total_return", 'with "quotes", commas')).toBe(document.systems[1]!.net["total_return"])
    expect(lines.filter(([table]) => table === "pairs")).toHaveLength(6 * document.pairs.length)
  })

  it("hands no formula to a spreadsheet", () => {
    for (const [, system = ""] of lines) expect(system).not.toMatch(/^[=+\-@]/)
  })
})

describe("a comparison as a page", () => {
  it("takes names as text", () => {
    const page = comparisonPage(compared)
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;")
    expect(page).not.toContain("<script>alert(1)")
    expect(page.match(/<script>/g)).toHaveLength(1)
  })

  it("has the same bytes twice", () => {
    expect(comparisonPage(compared)).toBe(comparisonPage(compared))
  })
})

describe("a comparison as text", () => {
  it("shows every system, every pair and what may be said", () => {
    const text = systemsText(document)
    for (const name of names) expect(text).toContain(name)
    expect(text).toMatch(/Of 6 pairs, (none|\d)/)
    expect(text).not.toContain("NaN")
  })

  it("never shows a p-value of 0", () => {
    expect([pValueText(1e-9), pValueText(0.04321), pValueText(null)]).toEqual(["<0.001", "0.043", "—"])
  })
})
