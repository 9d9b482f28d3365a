import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import { formatIsoDate, parseIsoDate } from "../../../src/kernel/civilDate.ts"
import type { Membership } from "../../../src/pipeline/data/membership.ts"
import { Universe } from "../../../src/pipeline/data/universe.ts"
import { chance, panelOf, type Shape, shapes } from "../../laws/markets.ts"
import { checkLaws, runNode } from "../../laws/panelLaws.ts"

const runs = { numRuns: 200, seed: 20260103 }

const listingOf = (shape: Shape): Panel.Panel =>
  panelOf(shape, (draw) => {
    const u = draw()
    return u < 0.7 ? 1 : u < 0.8 ? 0 : u < 0.85 ? -1 : NaN
  })

/** Up to three intervals an asset; asset 1 is not named. */
function membershipOf(shape: Shape, { assets, calendar }: Panel.Panel): Membership {
  const next = chance(shape.seed + 29)
  const first = (calendar.sessions[0] ?? 10_000) - 5
  return Object.fromEntries(
    assets.flatMap((asset, i) => {
      let day = first
      const step = () => (day += 1 + Math.floor(next() * 60))
      const intervals = Array.from({ length: Math.floor(next() * 4) }, () => ({
        from: formatIsoDate(step()),
        to: formatIsoDate(step()),
      }))
      return i === 1 ? [] : [[asset, intervals]]
    }),
  )
}

describe("data/universe", () => {
  it("tells members from others by their dates, and never of what is not listed", () => {
    fc.assert(
      fc.property(shapes(), (shape) => {
        const listing = listingOf(shape)
        const membership = membershipOf(shape, listing)
        const { output } = runNode({ node: Universe, config: { membership }, inputs: { listing } }).panels
        listing.values.forEach((state, at) => {
          const day = formatIsoDate(listing.calendar.sessions[Math.floor(at / shape.width)]!)
          const own = membership[listing.assets[at % shape.width]!] ?? []
          const belongs = own.some(({ from, to }) => from <= day && day < to!)
          expect(output!.values[at]).toBe(Number.isNaN(state) ? NaN : belongs ? 1 : 0)
        })
      }),
      runs,
    )
  })

  it("without membership has whatever is listed", () => {
    fc.assert(
      fc.property(shapes(), (shape) => {
        const listing = listingOf(shape)
        const { output } = runNode({ node: Universe, config: {}, inputs: { listing } }).panels
        expect([...output!.values]).toEqual(
          [...listing.values].map((state) => (Number.isNaN(state) ? NaN : 1)),
        )
      }),
      runs,
    )
  })

  it("is not changed before a date by what begins or ends on it", () => {
    fc.assert(
      fc.property(shapes(), (shape) => {
        const listing = listingOf(shape)
        const membership = membershipOf(shape, listing)
        const cut = formatIsoDate(listing.calendar.sessions[shape.cut] ?? 20_000)
        const known = Object.fromEntries(
          Object.entries(membership).map(([asset, intervals]) => [
            asset,
            intervals
              .filter(({ from }) => from < cut)
              .map(({ from, to }) => (to! < cut ? { from, to: to! } : { from })),
          ]),
        )
        const run = (of: Membership) =>
          runNode({ node: Universe, config: { membership: of }, inputs: { listing } }).panels["output"]!
            .values
        const end = shape.cut * shape.width
        expect([...run(known).subarray(0, end)]).toEqual([...run(membership).subarray(0, end)])
      }),
      runs,
    )
  })

  it("keeps the laws of nodes", () => {
    fc.assert(
      fc.property(shapes(), (shape) => {
        const listing = listingOf(shape)
        const config = { membership: membershipOf(shape, listing) }
        checkLaws({ node: Universe, config, inputs: { listing } }, shape.cut)
      }),
      { ...runs, numRuns: 60 },
    )
  })

  it("counts from the first date to the day before the last", () => {
    const sessions = ["2020-01-02", "2020-01-03", "2020-01-06"].map((iso) => parseIsoDate(iso)!)
    const listing = Panel.filled({ sessions: Int32Array.from(sessions) }, ["A"], 1)
    const membership = { A: [{ from: "2020-01-03", to: "2020-01-06" }] }
    const { output } = runNode({ node: Universe, config: { membership }, inputs: { listing } }).panels
    expect([...output!.values]).toEqual([0, 1, 0])
  })
})
