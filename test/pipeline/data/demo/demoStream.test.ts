import { describe, expect, it } from "vitest"
import { demoAssets } from "../../../../src/pipeline/data/demo/demoAssets.ts"
import { makeDemoStream, streamId } from "../../../../src/pipeline/data/demo/DemoStream.ts"
import { deviation, excessKurtosis, mean } from "./statistics/moments.ts"

const draws = (of: (session: number) => number) => Float64Array.from({ length: 20_000 }, (_, t) => of(t))

describe("demo streams", () => {
  it("have ids of their own", () => {
    const tickers = [...demoAssets.map(({ ticker }) => ticker), "MARKET", "BOND", "CASH"]
    const purposes = ["shock", "drift", "bar", "volume", "level", "regime", "rate"]
    const ids = tickers.flatMap((ticker) => purposes.map((purpose) => streamId(ticker, purpose)))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it("have the FNV-1a hash of their name as id", () => {
    const fnv = new TextEncoder()
      .encode("USEQ/shock")
      .reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn, 0x811c9dc5n)
    expect(streamId("USEQ", "shock")).toBe(Number(fnv))
  })

  it("answer by place, not by order", () => {
    const stream = makeDemoStream(1, "USEQ", "shock")
    const forwards = [0, 1, 2, 3].map((draw) => stream.uniform(100, draw))
    const backwards = [3, 2, 1, 0]
      .map((draw) => makeDemoStream(1, "USEQ", "shock").uniform(100, draw))
      .reverse()
    expect(forwards).toEqual(backwards)
    expect(new Set(forwards).size).toBe(4)
  })

  it("draw standard normals and Student's t of variance 1", () => {
    const stream = makeDemoStream(3, "GOLD", "shock")
    const normal = draws((t) => stream.normal(t, 0))
    expect(Math.abs(mean(normal))).toBeLessThan(0.03)
    expect(deviation(normal)).toBeCloseTo(1, 1)
    const t8 = draws((t) => stream.studentT(t, 8))
    expect(deviation(t8)).toBeCloseTo(1, 1)
    expect(excessKurtosis(t8)).toBeGreaterThan(0.8) // 1.5 in the limit
  })
})
