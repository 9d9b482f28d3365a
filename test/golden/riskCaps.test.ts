import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { Caps } from "../../src/pipeline/allocation/caps.ts"
import { runNode } from "../laws/panelLaws.ts"
import { describeGolden, readGolden, type Tally, tallyOf } from "./support.ts"

type Row = ReadonlyArray<number | null>

interface RiskCaps {
  readonly assets: ReadonlyArray<string>
  readonly sector_map: Readonly<Record<string, string>>
  readonly input_rows: ReadonlyArray<Row>
  readonly cases: ReadonlyArray<{
    readonly params: {
      readonly max_weight_per_asset: number
      readonly max_sector_weight: number | null
      readonly min_assets_held: number
    }
    readonly asset_caps?: ReadonlyArray<Row> | null
    readonly sector_caps_alone?: ReadonlyArray<Row> | null
    readonly min_assets_alone?: ReadonlyArray<Row> | null
    readonly all?: ReadonlyArray<Row> | null
  }>
}

interface Bounds {
  readonly asset: number
  readonly sector: number
}

const sum = (values: Row): number => values.reduce<number>((total, value) => total + (value ?? 0), 0)

describeGolden("risk caps of the original", ["golden/original/risk-caps.json"], () => {
  const file = readGolden<RiskCaps>("original/risk-caps")
  // the original puts symbols without a sector into one
  const sectors = Object.fromEntries(file.assets.map((asset) => [asset, file.sector_map[asset] ?? "Unknown"]))
  const sectorSums = (row: Row): ReadonlyArray<number> =>
    [...new Set(Object.values(sectors))].map((sector) =>
      sum(row.filter((_, i) => sectors[file.assets[i]!] === sector)),
    )

  /** Largest excess over a cap. */
  const excess = (row: Row, { asset, sector }: Bounds): number =>
    Math.max(...row.map((weight) => (weight ?? 0) - asset), ...sectorSums(row).map((held) => held - sector))

  /** Why a correct implementation does not give the original's row; undefined: it does. */
  function exemption(input: Row, theirs: Row, bounds: Bounds): string | undefined {
    if (excess(input, bounds) <= 0) return undefined
    if (Math.abs(sum(input) - 1) > 1e-12) return "gross not 1, Q1"
    const room = Math.min(input.length * bounds.asset, sectorSums(input).length * bounds.sector)
    if (room < 1) return "n·cap below 1, Q2 and Q3"
    return excess(theirs, bounds) > 1e-10 ? "original ends above its own cap, Q4" : undefined
  }

  function compare(
    tally: Tally,
    what: string,
    theirs: ReadonlyArray<Row>,
    bounds: Bounds,
    except: (t: number) => string | undefined = () => undefined,
  ): void {
    const calendar = Calendar.make(Int32Array.from(file.input_rows, (_, t) => t))
    const weights = Panel.make(
      calendar,
      file.assets,
      Float64Array.from(file.input_rows.flat(), (w) => w ?? NaN),
    )
    const config = Schema.decodeUnknownSync(Caps.spec.config)({
      ...(bounds.asset < Infinity ? { max_weight_per_asset: bounds.asset } : {}),
      ...(bounds.sector < Infinity ? { max_sector_weight: bounds.sector, sectors } : {}),
      max_scale: 1e9,
    })
    const ours = runNode({ node: Caps, config, inputs: { weights } }).panels["weights"]!
    file.input_rows.forEach((input, t) => {
      const reason = exemption(input, theirs[t]!, bounds) ?? except(t)
      theirs[t]!.forEach((weight, i) => {
        const value = ours.values[t * file.assets.length + i]!
        if (reason !== undefined) tally.exempt(reason)
        else tally.same(value, weight, `${what} ${JSON.stringify(bounds)} row ${t} ${file.assets[i]}`, 1e-9)
      })
    })
  }

  it("caps rows of gross 1 that have room as the original does", () => {
    const tally = tallyOf("original/risk-caps")
    for (const { params, asset_caps, sector_caps_alone, min_assets_alone, all } of file.cases) {
      const asset = params.max_weight_per_asset
      const sector = params.max_sector_weight ?? Infinity
      const enough = (row: Row): boolean =>
        row.filter((w) => (w ?? 0) > 1e-6).length >= params.min_assets_held
      if (asset_caps) compare(tally, "asset", asset_caps, { asset, sector: Infinity })
      if (sector_caps_alone) compare(tally, "sector", sector_caps_alone, { asset: Infinity, sector })
      if (min_assets_alone) {
        compare(tally, "names", min_assets_alone, { asset: Infinity, sector: Infinity }, (t) =>
          enough(file.input_rows[t]!) || file.input_rows[t]!.includes(null)
            ? undefined
            : "too few names, Q15",
        )
      }
      if (all) {
        compare(tally, "all", all, { asset, sector }, (t) => {
          const afterAssets = asset_caps![t]!
          const moved = excess(file.input_rows[t]!, { asset, sector: Infinity }) > 0
          const movedAgain = excess(afterAssets, { asset: Infinity, sector }) > 1e-12
          if (moved && movedAgain) return "asset and sector caps one after the other, Q4"
          return enough(afterAssets) || afterAssets.includes(null) ? undefined : "too few names, Q15"
        })
      }
    }
    expect(file.cases).toHaveLength(7)
    tally.finish(2430)
  })
})
