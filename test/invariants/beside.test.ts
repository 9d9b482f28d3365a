/** What stands beside a study (baselines, variants) is a study of its own, and changes nothing of it. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type * as Window from "../../src/domain/Window.ts"
import type { Robustness } from "../../src/pipeline/metrics/robustness.ts"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import { columnAt, documentAt, type Program } from "../dags/programStudy.ts"
import { pairs, studies } from "../dags/studies.ts"
import { effort, tally } from "./effort.ts"
import { expectNear, run, runAgainst, set } from "./given.ts"

const netOf = (program: Program, id = "costs/net-returns") => columnAt(program, id, "output", "net")
const windowOf = (program: Program, id = "metrics/summary"): Window.Window =>
  documentAt<Summary>(program, id).window

/** Id of the node behind a port of another. */
const behind = ({ graph }: Program, id: string, port: string, key?: string): string =>
  graph.byId.get(id)!.inputs.find((input) => input.port === port && input.key === key)!.from.id

function expectUntouched(beside: Program, alone: Program): void {
  for (const [id, value] of alone.values) expect(beside.values.get(id), id).toEqual(value)
}

describe("a study beside a baseline", () => {
  it("is the study alone, bit for bit, and the baseline is its own study on the same prices and sessions", () => {
    const seen = tally("shared nodes", "the baseline begins later", "the study begins later", "they differ")
    const property = fc.property(pairs, ({ other, ...given }) => {
      const held = runAgainst(given, other)
      const alone = run(given)
      const { data, period } = given.written
      const itself = run({ ...given, written: { ...other, data, period } })
      expectUntouched(held, alone)
      const metrics = behind(held, "artifacts/baselines", "summaries", "other")
      const theirs = netOf(held, behind(held, metrics, "net"))
      expect(theirs).toEqual(netOf(itself))
      const own = behind(held, "artifacts/baselines", "study", "other")
      const [first, second] = [windowOf(alone).first_fill, windowOf(itself).first_fill]
      expect(windowOf(held, metrics)).toEqual(windowOf(held, own))
      const later = first === null || second === null ? null : first > second ? first : second
      expect(windowOf(held, metrics).first_fill).toBe(later)
      seen.see("shared nodes", held.graph.nodes.length < alone.graph.nodes.length + itself.graph.nodes.length)
      seen.see("the baseline begins later", later !== null && later !== first)
      seen.see("the study begins later", later !== null && later !== second)
      seen.see(
        "they differ",
        theirs.some((value, t) => Math.abs(value - netOf(alone)[t]!) > 1e-6),
      )
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })
})

describe("a variant of a study", () => {
  it("leaves the study as it is, and equals the study that differs from it in that field, bit for bit", () => {
    const seen = tally("dearer", "later", "begun later")
    const ways = fc.record({
      scale: fc.constantFrom(0, 0.5, 3),
      delay: fc.constantFrom(1, 4),
      share: fc.double({ min: 0, max: 0.9, noNaN: true }),
      parts: fc.integer({ min: 2, max: 6 }),
    })
    const property = fc.property(studies, ways, (given, { scale, delay, share, parts }) => {
      const { sessions } = given.market
      const start = sessions[Math.floor(share * sessions.length)]!
      const alone = run(given)
      const { costs, execution } = alone.config
      const asked = {
        enabled: true,
        cost_scales: [1, scale],
        extra_delays: [0, delay],
        starts: [start],
        parts,
      }
      const all = run(set(given, { robustness: asked }))
      expectUntouched(all, alone)
      const net = (port: string, key: string) =>
        netOf(all, behind(all, behind(all, "metrics/robustness", port, key), "net"))
      expect(net("costs", "1")).toEqual(netOf(alone))
      expect(net("delays", "0")).toEqual(netOf(alone))
      const dearer = run(set(given, { costs: { scale: costs.scale * scale } }))
      const later = run(set(given, { execution: { delay_sessions: execution.delay_sessions + delay } }))
      const begun = run(set(given, { period: { start } }))
      expect(net("costs", String(scale))).toEqual(netOf(dearer))
      expect(net("delays", String(delay))).toEqual(netOf(later))
      expect(net("starts", start)).toEqual(netOf(begun))
      const { sub_periods, delays } = documentAt<Robustness>(all, "metrics/robustness")
      expect(delays[0]!.first_fill).toBe(delays[1]!.first_fill)
      const growth = sub_periods.parts.reduce((level, part) => level * (1 + part.total_return!), 1)
      const total = documentAt<Summary>(alone, "metrics/summary").net["total_return"]
      if (typeof total === "number") expectNear(growth - 1, total, "parts", 1e-10)
      const differs = (other: Program) => netOf(other).some((value, t) => value !== netOf(alone)[t])
      seen.see("dearer", differs(dearer))
      seen.see("later", differs(later))
      seen.see("begun later", differs(begun))
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })
})
