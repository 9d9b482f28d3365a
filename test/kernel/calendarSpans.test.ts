import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { calendarSpans, isPartial } from "../../src/kernel/calendarSpans.ts"
import { formatIsoDate, parseIsoDate } from "../../src/kernel/civilDate.ts"

const settings = { seed: 15, numRuns: 100 }
const days = fc
  .uniqueArray(fc.integer({ min: 10000, max: 11500 }), { maxLength: 200 })
  .map((list) => Int32Array.from(list).toSorted())
const session = (iso: string) => parseIsoDate(iso)!
const maybe = (iso: string | undefined) => (iso === undefined ? undefined : session(iso))

describe("calendarSpans", () => {
  it.each(["year", "month"] as const)("groups sessions as their dates' %s says, leaving none out", (unit) => {
    fc.assert(
      fc.property(days, (sessions) => {
        const spans = calendarSpans(sessions, unit)
        const labels = [...sessions].map((day) => formatIsoDate(day).slice(0, unit === "year" ? 4 : 7))
        expect(spans.map(({ from, to }) => [...new Set(labels.slice(from, to))])).toEqual(
          [...new Set(labels)].map((l) => [l]),
        )
        expect(spans.flatMap(({ from, to }) => labels.slice(from, to))).toEqual(labels)
        spans.forEach(({ year, month, from }) => {
          const label = unit === "year" ? `${year}` : `${year}-${String(month).padStart(2, "0")}`
          expect(label).toBe(labels[from])
        })
      }),
      settings,
    )
  })
})

describe("isPartial", () => {
  const year = (sessions: ReadonlyArray<string>, before?: string, after?: string): boolean => {
    const list = Int32Array.from(sessions, session)
    return isPartial(calendarSpans(list, "year")[0]!, list, maybe(before), maybe(after))
  }

  it("is a matter of the sessions just outside", () => {
    expect(year(["2021-01-04", "2021-12-31"], "2020-12-31", "2022-01-03")).toBe(false)
    expect(year(["2021-01-05", "2021-12-31"], "2021-01-04", "2022-01-03")).toBe(true)
    expect(year(["2021-01-04", "2021-12-30"], "2020-12-31", "2021-12-31")).toBe(true)
  })

  it("asks the weekdays left when nothing follows, and every day where weekends are sessions", () => {
    expect(year(["2022-01-03", "2022-12-30"], "2021-12-31")).toBe(false)
    expect(year(["2022-01-03", "2022-12-29"], "2021-12-31")).toBe(true)
    expect(year(["2022-01-01", "2022-12-30"], "2021-12-31")).toBe(true)
    expect(year(["2022-01-01", "2022-12-31"], "2021-12-31")).toBe(false)
  })

  it("knows the first of January as a session of its own year", () => {
    expect(year(["2021-01-02", "2021-12-31"], "2021-01-01", "2022-01-01")).toBe(true)
    expect(year(["2021-01-01", "2021-12-31"], "2020-12-31", "2022-01-01")).toBe(false)
  })

  it("holds a start without a session before it for partial, but on the first day", () => {
    expect(year(["2022-01-03", "2022-12-30"])).toBe(true)
    expect(year(["2022-01-01", "2022-12-31"])).toBe(false)
  })

  it("knows months, December too", () => {
    const list = Int32Array.from(["2021-11-15", "2021-12-01", "2021-12-30"], session)
    const [november, december] = calendarSpans(list, "month")
    expect(isPartial(november!, list, session("2021-11-12"), session("2021-12-31"))).toBe(true)
    expect(isPartial(december!, list, session("2021-11-12"), session("2021-12-31"))).toBe(true)
    expect(isPartial(december!, list, session("2021-11-12"), session("2022-01-03"))).toBe(false)
  })
})
