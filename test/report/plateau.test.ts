import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SweepCell } from "../../src/experiment/sweep/runSweep.ts"
import { moranIndex } from "../../src/kernel/moranIndex.ts"
import { heatMapOf } from "../../src/report/heatMap.ts"
import { plateauOf } from "../../src/report/plateau.ts"
import { sweepGrid } from "../../src/report/sweepGrid.ts"
import { heatMapLines } from "../../src/report/text/heatMap.ts"
import { plateauLines } from "../../src/report/text/plateau.ts"

const cell = (values: Readonly<Record<string, unknown>>, sharpe: number | null): SweepCell => ({
  values,
  status: sharpe === null ? "failed" : "done",
  metrics: { net: { sharpe }, book: {} },
  runKey: "",
  runId: "",
  failures: [],
})

/** Cells over a = 1 … and b = 10, 20 …, in the order given. */
const surface = (rows: ReadonlyArray<ReadonlyArray<number | null>>): ReadonlyArray<SweepCell> =>
  rows.flatMap((row, i) => row.map((sharpe, j) => cell({ a: i + 1, b: 10 * (j + 1) }, sharpe)))

const of = (rows: ReadonlyArray<ReadonlyArray<number | null>>) => plateauOf(sweepGrid(surface(rows)))

describe("the plateau of a sweep", () => {
  it("is told by the cells one step beside the best: all near it, some far, all far", () => {
    expect(
      of([
        [1, 1.1, 1],
        [1, 1.2, 1.1],
        [1, 1, 1],
      ])!.verdict,
    ).toBe("plateau")
    expect(
      of([
        [1, 0.3, 1],
        [1, 1.2, 1.1],
        [1, 1, 1],
      ])!.verdict,
    ).toBe("slope")
    const spike = of([
      [0.1, 0.2, 0.1],
      [0.1, 1.2, 0.3],
      [0.1, 0.2, 0.1],
    ])!
    expect(spike.verdict).toBe("spike")
    expect(spike.best.values).toEqual({ a: 2, b: 20 })
    expect(spike.neighbours).toEqual({ count: 4, mean: expect.closeTo(0.2, 12), lowest: 0.1 })
    expect(spike.kept).toBeCloseTo(1 / 6, 12)
    expect(
      of([
        [-1, -2],
        [-3, -4],
      ]),
    ).toMatchObject({ verdict: null, kept: null })
  })

  it("has its centre where a cell and its neighbours are best together, not where one cell is", () => {
    const found = of([
      [2, 0, 0, 0, 0],
      [0, 0, 1.5, 1.5, 0],
      [0, 0, 1.5, 1.6, 1.5],
      [0, 0, 0, 1.5, 0],
    ])!
    expect(found.best.values).toEqual({ a: 1, b: 10 })
    expect(found.centre.values).toEqual({ a: 3, b: 40 })
  })

  it("does not depend on the order in which values were given, and knows no neighbours among words", () => {
    const rows = [
      [0.1, 0.5, 0.9],
      [0.2, 0.8, 1.4],
      [0, 0.3, 0.7],
    ]
    const cells = surface(rows)
    const shuffled = [5, 2, 8, 0, 4, 7, 1, 6, 3].map((i) => cells[i]!)
    const [one, other] = [plateauOf(sweepGrid(cells))!, plateauOf(sweepGrid(shuffled))!]
    expect(other).toMatchObject({ best: one.best, neighbours: one.neighbours, centre: one.centre })
    expect(other.smoothness).toBeCloseTo(one.smoothness!, 12)
    const words = ["x", "y", "z"].map((method, i) => cell({ method }, i))
    expect(plateauOf(sweepGrid(words))).toBeUndefined()
  })

  it("passes over cells that have no ratio, and is none where nothing is left to compare", () => {
    expect(
      of([
        [1, null, 0.9],
        [0.95, null, 1],
      ])!.neighbours.count,
    ).toBe(1)
    expect(
      of([
        [1, null],
        [null, 1],
      ]),
    ).toBeUndefined()
    expect(plateauOf(sweepGrid([]))).toBeUndefined()
  })

  it("finds a smooth surface smoother than its shuffles, and a scattered one not", () => {
    const plane = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_v, j) => i + j / 2))
    expect(of(plane)!.smoothness_p_value).toBe(0.001)
    let small = 0
    const worlds = 200
    for (let seed = 0; seed < worlds; seed++) {
      const noise = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { seed, numRuns: 25 })
      const rows = Array.from({ length: 5 }, (_, i) => noise.slice(5 * i, 5 * i + 5))
      if ((of(rows)?.smoothness_p_value ?? 1) <= 0.1) small++
    }
    // 20 expected, standard deviation 4.2
    expect(small).toBeGreaterThan(6)
    expect(small).toBeLessThan(36)
  })
})

describe("Moran's index", () => {
  const ring = (n: number) => Array.from({ length: n }, (_, i) => [(i + n - 1) % n, (i + 1) % n])

  it("is −1 for values that alternate around a ring, and agrees with its definition", () => {
    expect(moranIndex(Float64Array.of(1, -1, 1, -1), ring(4))).toBeCloseTo(-1, 14)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 12 }), (list) => {
        const n = list.length
        const mean = list.reduce((a, b) => a + b, 0) / n
        const weights = (i: number, j: number) => ring(n)[i]!.filter((k) => k === j).length
        let [top, all, bottom] = [0, 0, 0]
        for (let i = 0; i < n; i++) {
          bottom += (list[i]! - mean) ** 2
          for (let j = 0; j < n; j++) {
            top += weights(i, j) * (list[i]! - mean) * (list[j]! - mean)
            all += weights(i, j)
          }
        }
        const found = moranIndex(Float64Array.from(list), ring(n))
        if (bottom === 0) expect(found).toBeNaN()
        else expect(found).toBeCloseTo((n * top) / (all * bottom), 10)
      }),
      { seed: 81 },
    )
  })

  it("is none without neighbours", () => {
    expect(moranIndex(Float64Array.of(1, 2), [[], []])).toBeNaN()
  })
})

describe("the heat map of a sweep", () => {
  it("holds every cell at its place, numbers in ascending order, a map for each choice of the rest", () => {
    const cells = [4, 1].flatMap((a) =>
      ["x", "y"].flatMap((word) => [2, 9].map((b) => cell({ a, word, b }, a + b + (word === "x" ? 0.5 : 0)))),
    )
    const map = heatMapOf(sweepGrid(cells))!
    expect([map.rows, map.columns]).toEqual([
      { path: "a", values: [1, 4] },
      { path: "b", values: [2, 9] },
    ])
    expect(map.maps).toEqual([
      {
        at: { word: "x" },
        values: [
          [3.5, 10.5],
          [6.5, 13.5],
        ],
      },
      {
        at: { word: "y" },
        values: [
          [3, 10],
          [6, 13],
        ],
      },
    ])
    expect(heatMapOf(sweepGrid([cell({ a: 1 }, 1)]))).toBeUndefined()
  })

  it("is drawn with the lightest shade for the lowest ratio and the darkest for the highest", () => {
    const lines = heatMapLines(
      heatMapOf(
        sweepGrid(
          surface([
            [0, 0.5],
            [null, 1],
          ]),
        ),
      ),
    ).join("\n")
    expect(lines).toContain("· 0.00  ▒ 0.50")
    expect(lines).toMatch(/—\s+█ 1\.00/)
  })

  it("and the plateau are told in words", () => {
    const text = plateauLines(
      of([
        [1, 1.1],
        [1, 1.2],
      ]),
    ).join("\n")
    expect(text).toMatch(
      /highest Sharpe ratio is 1\.20 at a 2, b 20; the 2 cells one step beside it have a mean of 1\.05, the lowest 1\.00\. It stands on a plateau/,
    )
  })
})
