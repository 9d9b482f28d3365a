import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { capsRoom } from "../../dags/study/capsRoom.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { capRow } from "../../src/kernel/capRow.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"

const assets = ["A", "B", "C", "D", "E"]
const sectors = { A: "x", B: "x", C: "x", D: "y", E: "z" }
const manifest = { sectors, default_universe: assets } as unknown as SnapshotManifest

function room(risk: object, rest: object = {}) {
  const written = { strategies: { everything: { type: "passthrough" } }, risk, ...rest }
  return capsRoom(Effect.runSync(resolveConfig("test", study, written, {})).config, manifest)
}

describe("the room that caps leave", () => {
  it("is told when it is less than what may be wanted, with the arithmetic", () => {
    expect(room({ max_weight_per_asset: 0.1 })).toEqual({
      most: 0.5,
      wanted: 1,
      sum: "5 assets of at most 0.1",
    })
    const both = room({ max_weight_per_asset: 0.2, max_sector_weight: 0.3 })!
    expect(both.most).toBeCloseTo(0.3 + 0.2 + 0.2)
    expect(both.sum).toBe("5 assets of at most 0.2, 3 sectors of at most 0.3")
  })

  it("is not when all may be held", () => {
    expect(room({})).toBeUndefined()
    expect(room({ max_weight_per_asset: 0.2 })).toBeUndefined()
    expect(room({ max_weight_per_asset: 0.1 }, { execution: { gross_exposure_cap: 0.5 } })).toBeUndefined()
  })

  it("is what the caps themselves can fill, and never less", () => {
    const cap = fc.double({ min: 0.01, max: 0.3, noNaN: true })
    fc.assert(
      fc.property(cap, cap, (max_weight_per_asset, max_sector_weight) => {
        const told = room({ max_weight_per_asset, max_sector_weight })
        const rule = {
          asset: max_weight_per_asset,
          sector: max_sector_weight,
          sectorOf: Int32Array.of(0, 0, 0, 1, 2),
          sectors: 3,
          maxScale: 1e9,
        }
        const filled = capRow(new Float64Array(5).fill(2), rule, true)!.weights
        expect(Math.min(1, told?.most ?? 1)).toBeCloseTo(
          Math.min(
            1,
            filled.reduce((a, b) => a + b, 0),
          ),
          9,
        )
      }),
    )
  })
})
