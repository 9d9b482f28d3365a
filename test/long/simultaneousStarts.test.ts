/** Edits and simultaneous starts in any order: every start runs the sources of its moment. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { makeTinySage } from "../toolchain/tinySage.ts"
import { seed, times } from "./effort.ts"

const answerFile = (answer: number) => `export const answer = ${answer}\n`

describe("bin/sage", () => {
  it("starts made at once after an edit all print the edited number", async () => {
    const tiny = makeTinySage()
    const round = fc.asyncProperty(
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
      async (answer, starts) => {
        tiny.write("src/kernel/answer.ts", answerFile(answer))
        const outcomes = await Promise.all(Array.from({ length: starts }, () => tiny.sage()))
        for (const { code, stdout } of outcomes) assert.deepStrictEqual([code, stdout], [0, `${answer}\n`])
      },
    )
    await fc.assert(round, { seed, numRuns: times(200) })
    tiny.remove()
  })
})
