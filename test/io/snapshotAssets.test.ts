import { readFile, rm, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { importSnapshot } from "../../src/io/importSnapshot.ts"
import { type AssetTable, assetsYaml, sortedAssets } from "../../src/pipeline/data/AssetTable.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { inEmptyStore, inFolder } from "./services.ts"
import { meta, someBars } from "./someBars.ts"

const assets: AssetTable = {
  CCC: { sector: "energy" },
  AAA: {
    costs: { slippage_bps: 0.5, spread_bps: 2 },
    name: 'The first: "A"',
    class: "large_cap",
    sector: "industry",
  },
}
const write = (name: string, table: AssetTable = assets) =>
  SnapshotStore.use((s) => s.write(name, someBars(1), { ...meta, assets: table }))
const manifest = (name: string) => SnapshotStore.use((s) => s.manifest(name))

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 20 })
const facts = fc.record(
  {
    name: text,
    class: text,
    sector: text,
    costs: fc.record({ spread_bps: fc.double({ min: 0, max: 1e4, noNaN: true }) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)
const ticker = fc.stringMatching(/^[A-Za-z0-9$^][A-Za-z0-9$^._=+:&-]{0,8}$/)

describe("assets.yaml", () => {
  it("is read by a YAML library as the table that was written, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.dictionary(ticker, facts, { maxKeys: 5 }), (table) => {
        const withoutEmpty = Object.fromEntries(
          Object.entries(table).map(([asset, { costs, ...words }]) => [
            asset,
            { ...words, ...(costs === undefined || Object.keys(costs).length === 0 ? {} : { costs }) },
          ]),
        )
        expect(parse(assetsYaml(table)) ?? {}).toEqual(withoutEmpty)
      }),
      { seed: 5 },
    )
  })

  it("is one text for equal tables", () => {
    const yaml = [
      '"AAA":',
      '  name: "The first: \\"A\\""',
      '  class: "large_cap"',
      '  sector: "industry"',
      "  costs:",
      "    spread_bps: 2",
      "    slippage_bps: 0.5",
      '"CCC":',
      '  sector: "energy"',
      "",
    ].join("\n")
    expect(assetsYaml(assets)).toBe(yaml)
    expect(assetsYaml(sortedAssets(assets))).toBe(yaml)
  })

  it("lies beside the manifest, which says the same, and gives the sectors", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const written = yield* write("one")
        expect(yield* Effect.promise(() => readFile(join(folder, "one", "assets.yaml"), "utf8"))).toBe(
          assetsYaml(assets),
        )
        expect(written.assets).toEqual(assets)
        expect(written.sectors).toEqual({ AAA: "industry", CCC: "energy" })
        expect(yield* manifest("one")).toEqual(written)
      }),
    ))

  it("is content: every change of it is other content, its order is not", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        const { content_hash } = yield* write("one")
        const hashOf = (name: string, table?: AssetTable) =>
          Effect.map(write(name, table), (made) => made.content_hash)
        expect(yield* hashOf("order", { AAA: assets["AAA"]!, CCC: assets["CCC"]! })).toBe(content_hash)
        const others = [
          { ...assets, CCC: { sector: "utilities" } },
          { ...assets, CCC: { sector: "energy", class: "small_cap" } },
          { ...assets, CCC: { sector: "energy", name: "C" } },
          { ...assets, CCC: { sector: "energy", costs: { impact_coefficient: 1 } } },
          {},
        ]
        const hashes = new Set([content_hash])
        for (const [i, table] of others.entries()) hashes.add(yield* hashOf(`other-${i}`, table))
        expect(hashes.size).toBe(others.length + 1)
        const error = yield* Effect.flip(write("one", others[0]))
        expect(error._tag).toBe("SnapshotExists")
      }),
    ))

  it.each<[string, (path: string) => Promise<unknown>]>([
    ["edited", (path) => writeFile(path, '"AAA":\n  sector: "else"\n')],
    ["taken away", (path) => rm(path)],
    [
      "a link",
      async (path) => {
        await rm(path)
        await symlink("/dev/null", path)
      },
    ],
  ])("that was %s is damage: an edit never goes unnoticed", (_, hurt) =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("one")
        expect((yield* manifest("one")).name).toBe("one") // also when it was read before
        yield* Effect.promise(() => hurt(join(folder, "one", "assets.yaml")))
        const error = yield* Effect.flip(manifest("one"))
        expect(error._tag).toBe("SnapshotDamaged")
        expect(error.message).toMatch(/assets\.yaml/)
      }),
    ),
  )

  it("that was put into a snapshot without one is damage too", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* SnapshotStore.use((s) => s.write("one", someBars(1), meta))
        yield* Effect.promise(() => writeFile(join(folder, "one", "assets.yaml"), '"AAA": {}\n'))
        expect((yield* Effect.flip(manifest("one"))).message).toMatch(/should be absent but is another/)
      }),
    ))
})

describe("--assets", () => {
  const csv = "date,AAA,BBB\n2020-01-02,1,2\n2020-01-03,1.5,2.5\n"
  const importing = (yaml: string, options: { readonly tickers?: ReadonlyArray<string> } = {}) =>
    inFolder((files) =>
      inEmptyStore(() =>
        Effect.gen(function* () {
          yield* Effect.promise(async () => {
            await writeFile(join(files, "prices.csv"), csv)
            await writeFile(join(files, "assets.yaml"), yaml)
          })
          const request = { ...options, assets: join(files, "assets.yaml") }
          return yield* Effect.result(importSnapshot([join(files, "prices.csv")], "one", request))
        }),
      ),
    )

  it("becomes part of the snapshot", async () => {
    const made = await importing("AAA: { sector: tech, costs: { spread_bps: 3 } }\nBBB: {}\n")
    expect(made).toMatchObject({
      _tag: "Success",
      success: {
        manifest: {
          assets: { AAA: { sector: "tech", costs: { spread_bps: 3 } }, BBB: {} },
          sectors: { AAA: "tech" },
        },
      },
    })
  })

  it("may name more than a choice of assets, but not more than all", async () => {
    const yaml = "AAA: { sector: tech }\nBBB: { sector: oil }\n"
    expect(await importing(yaml, { tickers: ["AAA"] })).toMatchObject({
      success: { manifest: { assets: { AAA: { sector: "tech" } } } },
    })
  })

  it.each<[string, string, ReadonlyArray<RegExp>]>([
    ["an unknown field", "AAA: { sektor: tech }", [/AAA\.sektor: unknown field; did you mean sector\?/]],
    [
      "unknown costs, all at once",
      "AAA: { costs: { spread: 1 } }\nBBB: { costs: { impact_coefficient: -1 } }",
      [/AAA\.costs\.spread: unknown field/, /BBB\.costs\.impact_coefficient: /],
    ],
    ["a rate that is text", "AAA: { costs: { spread_bps: two } }", [/AAA\.costs\.spread_bps: /]],
    ["a rate that is no number", "AAA: { costs: { spread_bps: .nan } }", [/AAA\.costs\.spread_bps: /]],
    ["an unknown asset", "AAB: {}", [/AAB: no such asset; did you mean AAA\?/]],
    ["a class named as an asset", "AAA: { class: BBB }", [/AAA\.class: BBB is the name of an asset/]],
    ["a list", "- AAA", [/the whole/]],
    ["an empty sector", "AAA: { sector: }", [/AAA\.sector: /]],
    ["an asset twice", "AAA: {}\nAAA: {}", [/line 2/]],
    ["no YAML", "AAA: [", [/the whole\): line/]],
    [
      "a text that grows when it is unfolded",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij".replaceAll(/./g, (name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[i]}`).join(",")}]\n`)}`,
      [/refused/],
    ],
  ])("is refused with %s, and nothing is written", async (_, yaml, messages) => {
    const made = await importing(yaml)
    expect(made._tag).toBe("Failure")
    if (made._tag === "Failure") {
      expect(made.failure._tag).toBe("AssetFileRefused")
      for (const message of messages) expect(made.failure.message).toMatch(message)
      expect(made.failure.message).toMatch(/^assets\.yaml is refused/)
    }
  })
})
