import { describe, expect, it } from "vitest"
import type { SweepCell } from "../../src/experiment/sweep/runSweep.ts"
import { stabilityOf } from "../../src/report/stability.ts"
import { stabilityText } from "../../src/report/text/stability.ts"

const cell = (values: Readonly<Record<string, unknown>>, sharpe: number | null): SweepCell => ({
  values,
  status: "done",
  metrics: { net: { sharpe }, book: {} },
  runKey: "",
  runId: "",
  failures: [],
})
const base = { costs: { scale: 1, turnover_basis: "target" } }
const scales = (...points: ReadonlyArray<readonly [number, number | null]>) =>
  points.map(([scale, sharpe]) => cell({ "costs.scale": scale }, sharpe))

describe("the stability of a sweep over one number", () => {
  it("compares each Sharpe ratio with that of the value the experiment would use", () => {
    expect(stabilityOf(scales([0.5, 1.2], [1, 1], [2, 0.5]), base)).toEqual({
      path: "costs.scale",
      base: 1,
      rows: [
        { value: 0.5, sharpe: 1.2, change: expect.closeTo(0.2, 12), kept: 1.2 },
        { value: 1, sharpe: 1, change: 0, kept: 1 },
        { value: 2, sharpe: 0.5, change: -0.5, kept: 0.5 },
      ],
    })
  })

  it("claims no share of a Sharpe ratio that is not above 0, and nothing of one that is undefined", () => {
    const { rows } = stabilityOf(scales([1, -0.2], [2, -0.4], [4, null]), base)!
    expect(rows.map(({ change, kept }) => [change, kept])).toEqual([
      [0, null],
      [-0.2, null],
      [null, null],
    ])
  })

  it("is not made of several paths, of words, of one point, or without the base among them", () => {
    expect(stabilityOf(scales([1, 1]), base)).toBeUndefined()
    expect(stabilityOf(scales([2, 1], [3, 1]), base)).toBeUndefined()
    expect(stabilityOf(scales([1, 1], [2, 1]), undefined)).toBeUndefined()
    const words = [
      cell({ "costs.turnover_basis": "target" }, 1),
      cell({ "costs.turnover_basis": "traded" }, 1),
    ]
    expect(stabilityOf(words, base)).toBeUndefined()
    expect(
      stabilityOf([cell({ "costs.scale": 1, seed: 1 }, 1), cell({ "costs.scale": 2, seed: 1 }, 1)], base),
    ).toBeUndefined()
    expect(stabilityOf([], base)).toBeUndefined()
  })

  it("is told as a table and a sentence", () => {
    expect(stabilityText(stabilityOf(scales([0.5, 1.2], [1, 1], [2, 0.5]), base)!)).toBe(
      [
        "costs.scale  sharpe  change     kept",
        "        0.5   1.200  +0.200  120.0 %",
        "   1 (base)   1.000  +0.000  100.0 %",
        "          2   0.500  -0.500   50.0 %",
        "The Sharpe ratio lies between 0.500 (costs.scale 2, 50 % of the base's) and 1.200 (costs.scale 0.5).",
      ].join("\n"),
    )
  })
})
