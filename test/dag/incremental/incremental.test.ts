import { describe, expect, it } from "vitest"
import { checkEdits } from "./checkEdits.ts"

describe("an extended result", () => {
  it("is bit for bit what a run from nothing gives, over random graphs and edits", async () => {
    const counts = await checkEdits(1, 12, 12)
    expect(counts.extended).toBeGreaterThan(200)
    expect(counts.rowsRun).toBeLessThan(0.6 * counts.rowsInFull)
  }, 60_000)
})
