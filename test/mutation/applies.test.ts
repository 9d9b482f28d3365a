/** A mutant whose patch no longer applies says nothing: the code moved, and the mutant has to move along. */
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { mutants } from "./mutants.ts"

const occurrences = (text: string, part: string): number => text.split(part).length - 1

describe("planted mistakes", () => {
  it("each patch one place of the sources", () => {
    const misplaced = mutants.filter(({ file, old }) => occurrences(readFileSync(file, "utf8"), old) !== 1)
    expect(misplaced.map(({ says, file }) => `${says} (${file})`)).toEqual([])
  })

  it("each change something, and no two are told alike", () => {
    expect(mutants.filter((mutant) => mutant.old === mutant.new)).toEqual([])
    expect(new Set(mutants.map(({ says }) => says)).size).toBe(mutants.length)
    expect(mutants.length).toBeGreaterThanOrEqual(25)
  })
})
