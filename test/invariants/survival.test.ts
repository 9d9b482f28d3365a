/** Equity stays above 0, or ruin is on record, ends the study, and nothing comes after it. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { columnAt, documentAt } from "../dags/programStudy.ts"
import { studies } from "../dags/studies.ts"
import type { FillNotes } from "../../src/pipeline/execution/fills/OrderRecord.ts"
import { effort, tally } from "./effort.ts"
import { bookOf, books, ruinous, run } from "./given.ts"

describe("equity", () => {
  const seen = tally("ruin", "ruin by costs", "ruin after the fill", "survival")

  it("is above 0 as long as there is a study; what loses everything is ruined: −1 on that session, on record, NaN after it", () => {
    const property = fc.property(fc.oneof(studies, ruinous), (given) => {
      const program = run(given)
      for (const name of books) {
        const { column } = bookOf(program, name)
        const [growth, g1, g2, ruin] = [column("gross"), column("g1"), column("g2"), column("ruin")]
        const end = ruin.indexOf(1)
        seen.see("ruin", end >= 0)
        for (let t = 0; t < growth.length; t++) {
          const where = `${name} at session ${t}`
          if (end < 0 || t < end) {
            if (!(g1[t]! > 0 && g2[t]! > 0 && growth[t]! > -1)) expect.fail(`nothing is left of ${where}`)
          } else if (t === end) {
            expect(growth[t], where).toBe(-1)
            expect(g1[t]! <= 1e-12 || g2[t]! <= 1e-12, `ruin without a loss of ${where}`).toBe(true)
            seen.see("ruin after the fill", g1[t]! > 1e-12)
          } else expect(growth[t], where).toBeNaN()
        }
      }
      const [net, cost] = ["net", "cost"].map((name) =>
        columnAt(program, "costs/net-returns", "output", name),
      )
      const own = bookOf(program, "final").column("ruin").indexOf(1)
      const end = net!.indexOf(-1)
      seen.see("ruin by costs", end >= 0 && end !== own)
      seen.see("survival", end < 0)
      if (own >= 0 && end !== own) expect(end >= 0 && end < own, "the book is ruined, not its net").toBe(true)
      if (end >= 0) for (const value of net!.subarray(end + 1)) expect(value).toBeNaN()
      for (let t = 0; t < (end < 0 ? net!.length : end); t++)
        if (!(net![t]! > -1)) expect.fail(`net ${net![t]} at session ${t} is not on record as ruin`)
      if (end >= 0 && end !== own) expect(cost![end]).toBeGreaterThan(0)
      const { ruin } = documentAt<FillNotes>(program, "execution/orders", "notes")
      expect(ruin).toBe(own < 0 ? null : given.market.sessions[own])
    })
    fc.assert(property, effort(250))
    expect(seen.missing()).toEqual([])
  })
})
