/** Whatever a study is made of, the printed formulas at the printed inputs give what the study stored. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Step } from "../../../src/experiment/explain/Step.ts"
import { runProgram } from "../../dags/programStudy.ts"
import { studies } from "../../dags/studies.ts"
import { explained, storedRun } from "./storedRun.ts"

const share = fc.integer({ min: 0, max: 1_000_003 })
const cells = fc.array(fc.record({ session: share, asset: share, book: share }), {
  minLength: 4,
  maxLength: 4,
})
const books = ["b0", "b1", "b2", "final"]

const numRuns = Number(process.env["SAGE_EXPLAIN_RUNS"] ?? "30")
const seed = Number(process.env["SAGE_EXPLAIN_SEED"] ?? "11")

/** Judgement of the whole study is no part of a held weight. */
const without = new Set(["metrics/summary", "metrics/significance"])

const of = <A>(list: ReadonlyArray<A>, at: number): A => list[at % list.length]!

describe("an explanation of any study", () => {
  it("gives every stored number on the way, to the bit or within what it says", async () => {
    const seen = new Map<Step["stage"], { checked: number; given: number }>()
    await fc.assert(
      fc.asyncProperty(studies, cells, async ({ market, written }, wanted) => {
        const run = await storedRun(runProgram(market, written, without))
        for (const { session, asset, book } of wanted) {
          const told = await explained(run, {
            asset: of(market.assets, asset),
            date: of(market.sessions, session),
            book: of(books, book),
          })
          expect(told.wrong).toEqual([])
          for (const { stage, agrees } of told.assets[0]!.steps) {
            const known = seen.get(stage) ?? { checked: 0, given: 0 }
            seen.set(
              stage,
              agrees === null
                ? { ...known, given: known.given + 1 }
                : { ...known, checked: known.checked + 1 },
            )
          }
        }
      }),
      { numRuns, seed, endOnFailure: true },
    )
    // prices are what the data say, and an order that waits has come to nothing yet; all else is computed again
    const given = [...seen].filter(([, counts]) => counts.given > 0).map(([stage]) => stage)
    expect(new Set(given)).toEqual(new Set(["price", "order"]))
    const stages: ReadonlyArray<Step["stage"]> = [
      ...([
        "return",
        "index",
        "feature",
        "signal",
        "eligible",
        "estimate",
        "exposure",
        "blend",
        "base weight",
      ] as const),
      ...([
        "target",
        "caps",
        "leverage",
        "order",
        "drift",
        "held weight",
        "contribution",
        "costs",
        "book",
      ] as const),
    ]
    for (const stage of stages) expect(seen.get(stage)?.checked, stage).toBeGreaterThan(20)
  })
})
