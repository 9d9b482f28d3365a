import { describe, expect, it } from "vitest"
import { checkModel } from "./checkModel.ts"

describe("the engine, through random edits, kills and reverts", () => {
  it("gives what a clean run gives and runs exactly what was never computed", async () => {
    const { steps, killed, extended, ran, nodes } = await checkModel(7, 300)
    for (const [kind, count] of Object.entries(steps)) expect(count, kind).toBeGreaterThan(5)
    expect(killed).toBeGreaterThan(10)
    expect(extended).toBeGreaterThan(300)
    expect(ran).toBeLessThan(0.7 * nodes)
  }, 60_000)
})
