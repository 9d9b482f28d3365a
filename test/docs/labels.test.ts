import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tripleBarrier } from "../../src/kernel/labels/tripleBarrier.ts"

const page = readFileSync(join(import.meta.dirname, "../../docs/labels.md"), "utf8")
const examples = [...page.matchAll(/^\| ([\d, ]+) \| ([-\d]*) ?\| ([-.\d]*) ?\| (\d*) ?\|$/gm)]

it("docs/labels.md: the triple barrier by hand is what the code finds", () => {
  expect(examples).toHaveLength(4)
  for (const [, closes, label, result, sessions] of examples) {
    const close = Float64Array.from([100, ...closes!.split(",").map(Number)])
    const volatility = close.map(() => 0.02)
    const rules = { profitTake: 2, stopLoss: 1, expiry: 4, tie: "stop" } as const
    const found = tripleBarrier({ close, range: undefined, volatility, side: undefined }, 1, rules)
    const number = (text: string | undefined): number => (text === "" ? NaN : Number(text))
    expect(found.barrier[0]).toBe(number(label))
    expect(found.end[0]).toBe(number(sessions))
    if (result === "") expect(found.result[0]).toBeNaN()
    else expect(found.result[0]).toBeCloseTo(number(result), 12)
  }
})
