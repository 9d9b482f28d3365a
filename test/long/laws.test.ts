/** The laws over the catalogue on many more markets and configs than test/laws/catalogue.test.ts has time for. */
import { expect, it } from "vitest"
import { audit, firstViolation } from "../../src/dag/audit/audit.ts"
import { drawCase, lawfulSpecs } from "../laws/cases.ts"
import { seed, times } from "./effort.ts"

const markets = times(2000)

for (const spec of lawfulSpecs) {
  it(`${spec.name} keeps the laws on ${markets} markets`, () => {
    for (let i = 0; i < markets; i++) {
      const drawn = seed * 1_000_003 + i
      const found = firstViolation(audit([drawCase(spec, drawn)], { cuts: 3, seed: drawn }))
      if (found === undefined) continue
      const { cause, difference } = found.counterexample
      expect.fail(`${found.law}, seed ${drawn}: ${JSON.stringify({ cause, difference })}`)
    }
  })
}
