/** Whatever a study is made of, the printed formulas at the printed inputs give what the study stored. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { studies } from "../../dags/studies.ts"
import { runProgram } from "../../dags/programStudy.ts"
import { explained, storedRun } from "./storedRun.ts"

const share = (of: number) => fc.integer({ min: 0, max: of - 1 })
const cells = fc.array(fc.record({ session: share(1_000_003), asset: share(97), book: share(4) }), {
  minLength: 4,
  maxLength: 4,
})

const numRuns = Number(process.env["SAGE_EXPLAIN_RUNS"] ?? "25")
const seed = Number(process.env["SAGE_EXPLAIN_SEED"] ?? "11")

describe("an explanation of any study", () => {
  it("gives every stored number on the way, to the bit or within what it says", async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(studies, cells, async (given, wanted) => {
        const program = runProgram(given.market, given.written, judged)
        const run = await storedRun(program)
        const { sessions, assets } = given.market
        for (const cell of wanted) {
          const told = await explained(run, {
            asset: assets[cell.asset % assets.length]!,
            date: sessions[cell.session % sessions.length]!,
            book: ["b0", "b1", "b2", "final"][cell.book]!,
          })
          if (told.wrong.length > 0) throw new Error(JSON.stringify(told.wrong[0], null, 1))
          expect(told.wrong).toEqual([])
          for (const { stage, agrees } of told.assets[0]!.steps)
            seen.set(`${stage} ${agrees}`, (seen.get(`${stage} ${agrees}`) ?? 0) + 1)
        }
      }),
      { numRuns, seed, endOnFailure: true },
    )
    console.log([...seen].sort())
    expect([...seen.keys()].filter((kind) => kind.endsWith(" null")).sort()).toEqual([
      "order null",
      "price null",
    ])
  })
})

const judged = new Set(["metrics/summary", "metrics/significance"])
