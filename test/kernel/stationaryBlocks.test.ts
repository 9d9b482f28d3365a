import { describe, expect, it } from "vitest"
import * as Stream from "../../src/dag/Stream.ts"
import { resampledSharpes } from "../../src/kernel/resampledSharpes.ts"
import { stationaryBlocks } from "../../src/kernel/stationaryBlocks.ts"

/** Rows of `paths` resampled histories. */
function resample(count: number, meanBlock: number, paths: number): ReadonlyArray<Int32Array> {
  const source = Stream.column(91, "bootstrap", "rows")
  return Array.from({ length: paths }, (_, path) => {
    let draw = 0
    const rows: Array<number> = []
    stationaryBlocks(
      count,
      meanBlock,
      () => source.unit(path, draw++),
      (start, length) => {
        for (let k = 0; k < length; k++) rows.push((start + k) % count)
      },
    )
    return Int32Array.from(rows)
  })
}

describe("the stationary bootstrap", () => {
  it("fills a history of the same length", () => {
    for (const meanBlock of [1, 7, 500]) {
      for (const rows of resample(60, meanBlock, 50)) expect(rows).toHaveLength(60)
    }
  })

  it("gives the Sharpe ratios of the histories that its blocks make up", () => {
    const returns = Float64Array.from({ length: 80 }, (_, t) => 0.001 + 0.01 * Math.sin(t * t))
    const paths = resample(80, 6, 20)
    const source = Stream.column(91, "bootstrap", "rows")
    const ratios = resampledSharpes(returns, 20, 6, 0.0001, (path) => {
      let draw = 0
      return () => source.unit(path, draw++)
    })
    paths.forEach((rows, path) => {
      const history = Array.from(rows, (row) => returns[row]! - 0.0001)
      const average = history.reduce((sum, value) => sum + value, 0) / 80
      const variance = history.reduce((sum, value) => sum + (value - average) ** 2, 0) / 79
      expect(ratios[path]).toBeCloseTo(average / Math.sqrt(variance), 11)
    })
  })

  it("draws each row equally often, and blocks of the length asked for", () => {
    const count = 50
    for (const meanBlock of [1, 5, 20]) {
      const paths = resample(count, meanBlock, 4000)
      const hits = new Float64Array(count)
      let [joined, pairs] = [0, 0]
      for (const rows of paths) {
        for (let t = 0; t < count; t++) {
          hits[rows[t]!]!++
          if (t === 0) continue
          pairs++
          if (rows[t] === (rows[t - 1]! + 1) % count) joined++
        }
      }
      // 4,000 hits a row; blocks make neighbours hit together, so the deviation grows with their length
      const deviation = Math.sqrt(4000 * Math.max(1, meanBlock) * 2)
      expect(hits.every((n) => Math.abs(n - 4000) < 5 * deviation)).toBe(true)
      // a row follows its neighbour inside a block, or by chance at a seam
      const expected = 1 - 1 / meanBlock + 1 / meanBlock / count
      expect(Math.abs(joined / pairs - expected)).toBeLessThan(0.01)
    }
  })
})
