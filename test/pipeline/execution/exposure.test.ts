import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Intent from "../../../src/domain/Intent.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { Blend } from "../../../src/pipeline/execution/blend.ts"
import { Eligible } from "../../../src/pipeline/execution/eligible.ts"
import { ExposureMapping } from "../../../src/pipeline/execution/exposure.ts"
import { panel, row } from "./panels.ts"

const context = { skip: 0, state: undefined, seed: 0 }
const letters = ["A", "B", "C", "D", "E", "F"]

function oneRow(values: ReadonlyArray<number>): Panel.Panel {
  return panel(Object.fromEntries(values.map((value, i) => [letters[i]!, [value]])))
}

function exposure(
  intent: ReadonlyArray<number>,
  given: unknown,
  eligible?: ReadonlyArray<number>,
): ReadonlyArray<number> {
  const config = Schema.decodeUnknownSync(ExposureMapping.spec.config)(given)
  const inputs = { intent: Intent.scores(oneRow(intent)), eligible: oneRow(eligible ?? intent.map(() => 1)) }
  return row(ExposureMapping.spec.run(inputs, config, context) as Panel.Panel, 0)
}

const near = (values: ReadonlyArray<number>) =>
  values.map((value) => (Number.isNaN(value) ? NaN : expect.closeTo(value, 12)))
const scores = fc.array(fc.constantFrom(-3, -1, -0.5, 0, 1e-15, 0.2, 1, 40, NaN), { maxLength: 6 })
const mappings = fc.constantFrom("passthrough", "rank_then_normalize", "zscore_then_clip")

describe("execution/exposure", () => {
  it("stays within −1 … 1 and is known exactly where an eligible asset has an intent", () => {
    fc.assert(
      fc.property(scores, mappings, fc.constantFrom(0.5, 1, 5), (intent, mapping, gross_exposure_cap) => {
        const eligible = intent.map((_, i) => (i === 1 ? 0 : 1))
        const e = exposure(intent, { kind: "scores", mapping, gross_exposure_cap }, eligible)
        e.forEach((value, i) => {
          expect(Number.isNaN(value)).toBe(Number.isNaN(intent[i]!) || i === 1)
          if (!Number.isNaN(value)) expect(Math.abs(value)).toBeLessThanOrEqual(1)
        })
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it("does not depend on the order of assets, nor on assets that are not eligible", () => {
    fc.assert(
      fc.property(scores, mappings, (intent, mapping) => {
        const config = { kind: "scores", mapping }
        const plain = exposure(intent, config)
        expect(exposure(intent.toReversed(), config)).toEqual(near(plain).toReversed())
        const five = intent.slice(0, 5)
        const more = exposure([...five, 7], config, [...five.map(() => 1), 0])
        expect(more).toEqual([...exposure(five, config), NaN])
      }),
      { seed: 2, numRuns: 300 },
    )
  })

  it("passes signals through and ranks scores when it may choose", () => {
    expect(exposure([1, 0, -1], { kind: "signals" })).toEqual([1, 0, -1])
    expect(exposure([5, 3, 4], { kind: "scores" })).toEqual(near([0.5, -0.5, 0]))
  })

  it("gives tied scores the same rank, price dust included", () => {
    expect(exposure([1, 1 + 1e-15, 2, 3], { kind: "scores" })).toEqual(near([-0.25, -0.25, 0.125, 0.375]))
    expect(exposure([2, 2, 2 + 4e-16], { kind: "scores" })).toEqual([0, 0, 0])
    expect(exposure([2], { kind: "scores" })).toEqual([0])
  })

  it("divides a clipped standard score by the clip", () => {
    const std = Math.sqrt(2)
    const config = { kind: "scores", mapping: "zscore_then_clip" }
    expect(exposure([0, 2], config)).toEqual(near([-1 / std / 3, 1 / std / 3]))
    expect(exposure([0, 2], { ...config, clip: 0.5 })).toEqual([-1, 1])
    expect(exposure([0.1, 0.1, 0.1], config)).toEqual([0, 0, 0])
  })

  it("bounds what it gives", () => {
    expect(exposure([1, -1], { kind: "signals", long_only: true, per_asset_cap: 0.4 })).toEqual([0.4, 0])
    expect(exposure([1, -1], { kind: "signals", per_asset_cap: 0.4 })).toEqual([0.4, -0.4])
  })
})

describe("execution/blend", () => {
  const blend = (given: unknown, exposures: Record<string, ReadonlyArray<number>>) =>
    row(
      Blend.spec.run(
        { exposures: Object.fromEntries(Object.entries(exposures).map(([name, e]) => [name, oneRow(e)])) },
        Schema.decodeUnknownSync(Blend.spec.config)(given),
        context,
      ) as Panel.Panel,
      0,
    )

  it("weighs the strategies; one without an opinion leaves its weight in cash", () => {
    const weights = { trend: 0.75, reversal: 0.25 }
    const exposures = { trend: [1, -1, NaN, NaN], reversal: [-1, NaN, 1, NaN] }
    expect(blend({ weights }, exposures)).toEqual([0.5, -0.75, 0.25, NaN])
    expect(blend({ weights, long_only: true, per_asset_cap: 0.3 }, exposures)).toEqual([0.3, 0, 0.25, NaN])
  })

  it("is nothing where strategies cancel, not the dust that rounding leaves", () => {
    // 0.4 − 0.5 + 0.1 is −2.8e-17: a net target would blow such a position up to a whole leg
    expect(0.4 - 0.5 + 0.1).not.toBe(0)
    expect(blend({ weights: { a: 0.4, b: 0.5, c: 0.1 } }, { a: [1], b: [-1], c: [1] })).toEqual([0])
  })

  it("does not depend on the order in which strategies are wired", () => {
    const weights = { a: 0.1, b: 0.2, c: 0.7 }
    const one = blend({ weights }, { a: [0.1], b: [0.7], c: [0.3] })
    expect(blend({ weights }, { c: [0.3], b: [0.7], a: [0.1] })).toEqual(one)
  })

  it("says which strategy has no weight", () => {
    expect(() => blend({ weights: { a: 1 } }, { b: [1] })).toThrow(/exposure b but no weight/)
  })
})

describe("execution/eligible", () => {
  const known = panel({ A: [1, 1], B: [1, 1], C: [1, 1], D: [1, NaN], E: [1, 1] })
  const eligible = (estimates: Record<string, Panel.Panel>) =>
    Eligible.spec.run(
      {
        schedule: Series.make(known.calendar, { decision: Float64Array.of(0, 1) }),
        listing: panel({ A: [1, 1], B: [1, 0], C: [1, 1], D: [1, 1], E: [NaN, NaN] }),
        intents: {
          one: Intent.scores(panel({ A: [1, 1], B: [1, 1], C: [1, NaN], D: [1, 1], E: [1, 1] })),
          two: Intent.scores(panel({ A: [1, NaN], B: [1, 1], C: [1, NaN], D: [1, 1], E: [1, 1] })),
        },
        estimates,
      },
      {},
      context,
    ) as Panel.Panel

  it("needs a bar, one opinion and every estimate; an asset that is not listed is not there", () => {
    expect(row(eligible({ known }), 0)).toEqual([NaN, NaN, NaN, NaN, NaN])
    expect(row(eligible({ known }), 1)).toEqual([1, 0, 0, 0, NaN])
    expect(row(eligible({}), 1)).toEqual([1, 0, 0, 1, NaN])
  })
})
