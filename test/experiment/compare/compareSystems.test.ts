import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compareSystems } from "../../../src/experiment/compare/compareSystems.ts"
import type { Compared, SystemReturns } from "../../../src/experiment/compare/Comparison.ts"
import { systemOf } from "../../support/systems.ts"

const compare = (systems: ReadonlyArray<SystemReturns>): Compared =>
  Result.getOrThrow(compareSystems(systems))

const returns = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 20, maxLength: 120 })
/** Never constant: those have no ratio, and a test of their own. */
const varied = (net: ReadonlyArray<number>, seed: number): ReadonlyArray<number> =>
  net.map((value, i) => value + Math.sin(7 * i + seed) / 100)

/** Two to five systems on the same sessions, that begin to count on different ones. */
const systems = fc.tuple(fc.integer({ min: 2, max: 5 }), returns).chain(([count, first]) =>
  fc.tuple(
    ...Array.from({ length: count }, (_, i) =>
      fc
        .tuple(
          fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), {
            minLength: first.length,
            maxLength: first.length,
          }),
          fc.nat(8),
        )
        .map(([net, from]) => systemOf(`system ${i}`, varied(net, i), from)),
    ),
  ),
)

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

describe("systems side by side", () => {
  it("begin together, at the latest of their first fills, and end with the first that ends", () => {
    fc.assert(
      fc.property(systems, (all) => {
        const { document } = compare(all)
        expect(document.first).toBe(
          all
            .map(({ first }) => first!)
            .sort()
            .at(-1),
        )
        expect(document.last).toBe(all[0]!.last)
        for (const { n } of document.systems) expect(n).toBe(document.sessions)
      }),
    )
  })

  it("have the figures that plain sums over those sessions give", () => {
    fc.assert(
      fc.property(systems, (all) => {
        const { document } = compare(all)
        document.systems.forEach((system, i) => {
          const counted = [...all[i]!.net].slice(-document.sessions)
          const average = sum(counted) / counted.length
          const deviation = Math.sqrt(sum(counted.map((r) => (r - average) ** 2)) / (counted.length - 1))
          expect(system.net["total_return"]).toBeCloseTo(
            counted.reduce((level, r) => level * (1 + r), 1) - 1,
            9,
          )
          expect(system.net["sharpe"]).toBeCloseTo((average / deviation) * Math.sqrt(252), 6)
          expect(system.cost_bps_per_year).toBeCloseTo(252, 6)
          const years = system.years.reduce((level, { total_return }) => level * (1 + total_return!), 1)
          expect(years).toBeCloseTo(1 + system.net["total_return"]!, 9)
        })
      }),
    )
  })

  it("have every pair once, and the other way round the difference has the other sign and the same p", () => {
    fc.assert(
      fc.property(systems, (all) => {
        const pairs = compare(all).document.pairs
        const turned = compare([...all].reverse()).document.pairs
        expect(pairs).toHaveLength((all.length * (all.length - 1)) / 2)
        for (const pair of pairs) {
          const other = turned.find(({ first, second }) => first === pair.second && second === pair.first)!
          expect(other.sharpe_difference).toBeCloseTo(-pair.sharpe_difference!, 9)
          expect(other.p_value).toBeCloseTo(pair.p_value!, 9)
          expect(other.p_value_holm).toBeCloseTo(pair.p_value_holm!, 9)
          expect(other.correlation).toBeCloseTo(pair.correlation!, 9)
        }
      }),
    )
  })

  it("differ by their Sharpe ratios, and testing more pairs never makes one surer", () => {
    fc.assert(
      fc.property(systems, (all) => {
        const { systems: judged, pairs } = compare(all).document
        const ratio = new Map(judged.map(({ name, net }) => [name, net["sharpe"]!]))
        for (const { first, second, sharpe_difference, p_value, p_value_holm } of pairs) {
          // the test divides by n, the ratio by n − 1
          const expected = ratio.get(first)! - ratio.get(second)!
          expect(Math.abs(sharpe_difference! - expected)).toBeLessThan(
            0.05 * (1 + Math.abs(ratio.get(first)!) + Math.abs(ratio.get(second)!)),
          )
          expect(p_value_holm!).toBeGreaterThanOrEqual(p_value!)
          expect(p_value_holm!).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it("cannot be told apart where they are the same, and say so", () => {
    const net = Array.from({ length: 60 }, (_, i) => Math.sin(i) / 100)
    const [pair] = compare([systemOf("a", net), systemOf("b", net)]).document.pairs
    expect(pair).toMatchObject({ correlation: 1, p_value: null, p_value_holm: null })
    expect(pair!.reason).toMatch(/do not differ/)
  })

  it("count no return after ruin", () => {
    const net = Array.from({ length: 30 }, (_, i) => Math.sin(i) / 100)
    const ruined = systemOf("ruined", [...net.slice(0, 20), -1, ...Array.from({ length: 9 }, () => NaN)])
    const { document } = compare([systemOf("a", net), ruined])
    expect(document.systems.map(({ n }) => n)).toEqual([30, 21])
    expect(document.systems[1]!.net["total_return"]).toBe(-1)
    expect(document.pairs[0]!.n).toBe(21)
    expect(document.notes.join()).toContain("ruined lost everything")
  })

  it("are refused where they share no sessions, not the same ones, or never trade", () => {
    const net = Array.from({ length: 30 }, (_, i) => Math.sin(i) / 100)
    const a = systemOf("a", net)
    const message = (b: SystemReturns): string =>
      Result.getOrThrow(Result.flip(compareSystems([a, b]))).message
    expect(message({ ...systemOf("b", net), first: null })).toMatch(/b counts no session/)
    expect(message({ ...systemOf("b", net), first: "2030-01-01", last: "2030-02-01" })).toMatch(
      /share no session.*2030-01-01.*same period/,
    )
    const gap = systemOf("b", net)
    expect(message({ ...gap, days: gap.days.map((day, i) => day + (i > 10 ? 1 : 0)) })).toMatch(
      /different sessions.*same calendar/,
    )
    expect(message({ ...systemOf("b", net), periodsPerYear: 365 })).toMatch(/different sessions/)
  })
})
