import { describe, expect, it } from "vitest"
import * as Stream from "../../src/dag/Stream.ts"
import { stationaryBootstrap } from "../../src/kernel/stationaryBootstrap.ts"

/** Rows of `paths` resampled histories. */
function resample(count: number, meanBlock: number, paths: number): ReadonlyArray<Int32Array> {
  const source = Stream.column(91, "bootstrap", "rows")
  return Array.from({ length: paths }, (_, path) => {
    let draw = 0
    const rows = new Int32Array(count)
    stationaryBootstrap(count, meanBlock, () => source.unit(path, draw++), rows)
    return rows
  })
}

describe("the stationary bootstrap", () => {
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
