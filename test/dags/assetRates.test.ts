import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { assetRatesOf } from "../../dags/study/rates.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { type AssetTable, sectorsOf } from "../../src/pipeline/data/AssetTable.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import { classPresets } from "../../src/pipeline/costs/classPresets.ts"
import { ratesOf } from "../../src/pipeline/costs/rates.ts"
import { studyContext } from "../support/studyContext.ts"

const universe = ["AAA", "BBB", "CCC"] as const
const fields = ["spread_bps", "slippage_bps", "impact_coefficient"] as const

const manifestOf = (assets?: AssetTable) =>
  ({
    name: "test",
    calendar: "nyse",
    periods_per_year: 252,
    has_opens: true,
    first_session: "2020-01-02",
    last_session: "2024-12-31",
    sectors: assets === undefined ? {} : sectorsOf(assets),
    default_universe: universe,
    symbols: universe.map((ticker) => ({ ticker })),
    ...(assets === undefined ? {} : { assets }),
  }) as unknown as SnapshotManifest

const decode = (written: object) =>
  Effect.runSync(resolveConfig("test", study, { strategies: { trend: { type: "trend" } }, ...written }, {}))
    .config

const costs = fc.record(
  { spread_bps: fc.nat(9), slippage_bps: fc.nat(9), impact_coefficient: fc.nat(9) },
  { requiredKeys: [] },
)
const className = fc.constantFrom("large_cap", "dear")
const table = fc.dictionary(
  fc.constantFrom(...universe),
  fc.record({ class: className, costs }, { requiredKeys: [] }),
)
const overrides = fc.dictionary(fc.constantFrom(...universe, "dear", "large_cap"), costs)
const classes = fc.dictionary(fc.constantFrom(...universe), fc.constant("large_cap"))

describe("the rates of an asset", () => {
  it("are, field by field, its override, its class's, those of assets.yaml, its class's usual ones, the general ones", () => {
    fc.assert(
      fc.property(table, overrides, classes, fc.boolean(), (assets, given, asset_classes, isUsed) => {
        const asset_rates = isUsed ? "snapshot" : "none"
        const general = { spread_bps: 1, slippage_bps: 2, impact_coefficient: 3 }
        const config = decode({ costs: { ...general, overrides: given, asset_classes, asset_rates } })
        const wired = { ...general, scale: 1, ...assetRatesOf(config, manifestOf(assets)) }
        for (const field of fields) {
          const naive = universe.map((asset) => {
            const stated = isUsed ? assets[asset] : undefined
            const ofClass = asset_classes[asset] ?? stated?.class
            const usual = ofClass === "large_cap" ? classPresets.large_cap[field] : undefined
            return (
              given[asset]?.[field] ??
              (ofClass === undefined ? undefined : given[ofClass]?.[field]) ??
              stated?.costs?.[field] ??
              usual ??
              general[field]
            )
          })
          expect([...ratesOf(wired, universe, field)]).toEqual(naive)
        }
      }),
      { seed: 6, numRuns: 300 },
    )
  })

  it("say the same again when the resolved config is run", () => {
    fc.assert(
      fc.property(table, overrides, (assets, given) => {
        const manifest = manifestOf(assets)
        const config = decode({ costs: { overrides: given } })
        const once = assetRatesOf(config, manifest)
        const resolved = decode({ costs: { ...config.costs, ...once } })
        expect(assetRatesOf(resolved, manifest)).toEqual(once)
        const unknown = study.objections(config, manifest)
        expect(study.objections(resolved, manifest).length).toBeLessThanOrEqual(unknown.length)
      }),
      { seed: 6, numRuns: 300 },
    )
  })
})

describe("a study on a snapshot with assets.yaml", () => {
  const graphOf = (written: object, manifest: SnapshotManifest) =>
    Effect.runSync(prepare(study.files(decode(written), manifest, studyContext)))
      .nodes.filter(({ id }) => !id.startsWith("artifacts/config-yaml"))
      .map(({ id, configText }) => [id, configText])

  it("has the nodes of one whose config says the same: sectors in caps and attribution, costs in the cost model", () => {
    const assets: AssetTable = {
      AAA: { name: "a label", sector: "metals", costs: { spread_bps: 7 } },
      BBB: { sector: "oil" },
      CCC: { sector: "oil", class: "large_cap" },
    }
    const risk = { max_sector_weight: 0.5 }
    const spelledOut = {
      risk: { ...risk, sectors: { AAA: "metals", BBB: "oil", CCC: "oil" } },
      costs: { overrides: { AAA: { spread_bps: 7 } }, asset_classes: { CCC: "large_cap" } },
    }
    expect(graphOf({ risk }, manifestOf(assets))).toEqual(graphOf(spelledOut, manifestOf()))
    expect(graphOf({ risk }, manifestOf(assets))).not.toEqual(graphOf({ risk }, manifestOf()))
  })

  it("may name its classes in overrides, but no others", () => {
    const manifest = manifestOf({ AAA: { class: "dear" } })
    const objecting = (written: object) =>
      study.objections(decode(written), manifest).map(({ path }) => path.join("."))
    expect(objecting({ costs: { overrides: { dear: { spread_bps: 9 } } } })).toEqual([])
    expect(objecting({ costs: { overrides: { cheap: { spread_bps: 9 } } } })).toEqual([
      "costs.overrides.cheap",
    ])
    expect(objecting({ costs: { overrides: { dear: { spread_bps: 9 } }, asset_rates: "none" } })).toEqual([
      "costs.overrides.dear",
    ])
  })
})
