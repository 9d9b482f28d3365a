import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as ExchangeCalendar from "../../../src/domain/ExchangeCalendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { formatIsoDate, parseIsoDate, weekdayOf } from "../../../src/kernel/civilDate.ts"
import { Schedule } from "../../../src/pipeline/allocation/schedule.ts"
import { panelOf, type Shape, shapes } from "../../laws/markets.ts"
import { checkLaws, runNode } from "../../laws/panelLaws.ts"

const decode = Schema.decodeUnknownSync(Schedule.spec.config)
const day = (iso: string): number => parseIsoDate(iso)!

type Panels = Readonly<Record<string, Panel.Panel>>

/** Dates of the decisions. */
function decisions(
  listing: Panel.Panel,
  config: unknown,
  intents: Panels = {},
  estimates: Panels = {},
): Array<string> {
  const { output } = runNode({
    node: Schedule,
    config: decode(config),
    inputs: { listing, intents, estimates },
  }).panels
  expect(output!.assets).toEqual(["decision"])
  return [...output!.values].flatMap((value, t) => (value === 1 ? [Calendar.isoAt(listing.calendar, t)] : []))
}

const listed = (sessions: Int32Array, width = 1): Panel.Panel =>
  Panel.filled(
    Calendar.make(sessions),
    Array.from({ length: width }, (_, i) => `A${i}`),
    1,
  )

const nyse = (from: string, to: string): Int32Array =>
  ExchangeCalendar.sessionsBetween(ExchangeCalendar.nyse, day(from), day(to))

/** Months, quarters, years and ISO weeks by their names alone. */
const labelOf = {
  weekly: (epochDay: number) => formatIsoDate(epochDay - weekdayOf(epochDay)),
  monthly: (epochDay: number) => formatIsoDate(epochDay).slice(0, 7),
  quarterly: (epochDay: number) =>
    `${formatIsoDate(epochDay).slice(0, 4)} ${Math.ceil(Number(formatIsoDate(epochDay).slice(5, 7)) / 3)}`,
  yearly: (epochDay: number) => formatIsoDate(epochDay).slice(0, 4),
}

/** Groups whole periods and picks one of each. */
function picked(
  sessions: Int32Array,
  label: (epochDay: number) => string,
  pick: (period: ReadonlyArray<number>) => number | undefined,
): Array<string> {
  const periods = new Map<string, Array<number>>()
  for (const session of sessions)
    periods.set(label(session), [...(periods.get(label(session)) ?? []), session])
  return [...periods.values()].map((period) => formatIsoDate(pick(period)!))
}

describe("allocation/schedule", () => {
  const whole = nyse("2001-01-01", "2017-12-31") // a Monday to a Sunday

  it("picks the first and the last session of every period of the exchange", () => {
    for (const frequency of ["weekly", "monthly", "quarterly", "yearly"] as const) {
      const label = labelOf[frequency]
      expect(decisions(listed(whole), { frequency, day: "last_trading_day" })).toEqual(
        picked(whole, label, (period) => period.at(-1)),
      )
      expect(decisions(listed(whole), { frequency, day: "first_trading_day" })).toEqual(
        picked(whole, label, (period) => period[0]),
      )
    }
  })

  it("picks the first session of the week on or after a weekday, else the week's last", () => {
    for (const [index, name] of ["mon", "tue", "wed", "thu", "fri"].entries()) {
      const expected = picked(
        whole,
        labelOf.weekly,
        (week) => week.find((session) => weekdayOf(session) >= index) ?? week.at(-1),
      )
      expect(decisions(listed(whole), { frequency: "weekly", day: name })).toEqual(expected)
    }
  })

  it("knows Good Friday and the week of 11 September 2001", () => {
    const of = (from: string, to: string) =>
      decisions(listed(nyse(from, to)), { frequency: "weekly", day: "fri" })
    expect(of("2024-03-25", "2024-03-28")).toEqual(["2024-03-28"])
    expect(of("2001-09-10", "2001-09-14")).toEqual(["2001-09-10"])
  })

  it("does not take the last row of the data for the end of a month", () => {
    const sessions = nyse("2020-01-01", "2020-03-17")
    expect(decisions(listed(sessions), {})).toEqual(["2020-01-31", "2020-02-28"])
  })

  it("does not move a decision when the data miss its session", () => {
    const sessions = nyse("2020-01-01", "2020-03-17").filter((session) => session !== day("2020-01-31"))
    expect(decisions(listed(sessions), {})).toEqual(["2020-02-28"])
  })

  it("every session counts in a market that never closes", () => {
    const sessions = Int32Array.from({ length: 70 }, (_, t) => day("2020-01-01") + t)
    expect(decisions(listed(sessions), { calendar: "always" })).toEqual(["2020-01-31", "2020-02-29"])
    expect(decisions(listed(sessions), { calendar: "always", frequency: "daily" })).toHaveLength(70)
    expect(decisions(listed(sessions), { calendar: "nyse", frequency: "daily" })).toHaveLength(47)
  })

  it("union: the first row of a period, which the row before tells", () => {
    const sessions = Int32Array.of(day("2020-01-15"), day("2020-01-31"), day("2020-02-05"), day("2020-02-06"))
    const config = { calendar: "union", day: "first_trading_day" }
    expect(decisions(listed(sessions), config)).toEqual(["2020-02-05"])
    expect(decisions(listed(sessions), { ...config, frequency: "weekly" })).toEqual([
      "2020-01-31",
      "2020-02-05",
    ])
  })

  it("union refuses what it cannot know in advance, with the remedy", () => {
    expect(() => decode({ calendar: "union" })).toThrow(
      /last_trading_day cannot be known .*use first_trading_day, or/,
    )
    expect(() => decode({ calendar: "union", frequency: "weekly", day: "fri" })).toThrow(
      /fri cannot be known/,
    )
    expect(() => decode({ calendar: "union", frequency: "weekly", day: "mon" })).not.toThrow()
    expect(() => decode({ calendar: "union", frequency: "daily" })).not.toThrow()
    expect(() => decode({ frequency: "monthly", day: "tue" })).toThrow(/tue goes with frequency: weekly/)
    expect(() => decode({ start: "2023-02-30" })).toThrow(/must be a date that exists/)
  })

  it("decides nothing before start; once: on the first session from start on", () => {
    const listing = listed(nyse("2020-01-01", "2020-12-31"))
    expect(decisions(listing, { start: "2020-11-01" })).toEqual(["2020-11-30", "2020-12-31"])
    expect(decisions(listing, { start: "2020-11-01", first_build: "start" })).toEqual([
      "2020-11-02",
      "2020-11-30",
      "2020-12-31",
    ])
    expect(decisions(listing, { frequency: "once", start: "2020-11-01" })).toEqual(["2020-11-02"])
    expect(decisions(listing, { frequency: "once", start: "1999-01-01" })).toEqual(["2020-01-02"])
    expect(decisions(listing, { frequency: "once", start: "2030-01-01" })).toEqual([])
  })

  it("once without start: the first session on which something is eligible", () => {
    const sessions = nyse("2020-01-01", "2020-01-31")
    const listing = listed(sessions, 2)
    const known = (...from: Array<number>): Panel.Panel =>
      Panel.like(
        listing,
        Float64Array.from(listing.values, (_, at) => (at >> 1 >= from[at % 2]! ? 1 : NaN)),
      )
    const iso = (row: number) => [Calendar.isoAt(listing.calendar, row)]
    const once = { frequency: "once" }
    expect(decisions(listing, once, { trend: known(7, 5) })).toEqual(iso(5))
    expect(decisions(listing, once, { trend: known(7, 5), other: known(3, 99) })).toEqual(iso(3))
    expect(decisions(listing, once, { trend: known(7, 5) }, { volatility: known(2, 9) })).toEqual(iso(7))
    expect(decisions(listing, once, { trend: known(99, 99) })).toEqual([])
    expect(decisions(listing, { first_build: "start" }, { trend: known(7, 5) })).toEqual([
      ...iso(5),
      "2020-01-31",
    ])
  })

  it("adds the sessions on which the sign of the blend changes", () => {
    const sessions = nyse("2020-01-01", "2020-01-31")
    const listing = listed(sessions)
    const intent = Panel.like(
      listing,
      Float64Array.from(listing.values, (_, t) => (t < 3 ? NaN : t < 9 ? 1 : -1)),
    )
    const config = { on_intent_change: true }
    const at = (row: number) => Calendar.isoAt(listing.calendar, row)
    expect(decisions(listing, config, { intent })).toEqual([at(3), at(9), "2020-01-31"])
    expect(decisions(listing, { ...config, start: at(4) }, { intent })).toEqual([at(9), "2020-01-31"])
  })

  it("says what to connect when it needs intents, and which days the rules do not cover", () => {
    const refusalOf = (listing: Panel.Panel, config: unknown): unknown => {
      const inputs = { listing, intents: {}, estimates: {} }
      const outcome = Schedule.spec.run(inputs, decode(config), { skip: 0, state: undefined, seed: 0 })
      return Effect.runSync(Effect.flip(outcome as Effect.Effect<unknown, { message: string }>)).message
    }
    const listing = listed(nyse("2020-01-01", "2020-01-31"))
    expect(refusalOf(listing, { on_intent_change: true })).toMatch(
      /on_intent_change.*Connect them to its port intents/,
    )
    expect(refusalOf(listing, { frequency: "once" })).toMatch(/first decision without a start/)
    expect(refusalOf(listed(Int32Array.of(day("1950-01-03"))), {})).toMatch(/1950-01-03 is outside/)
  })

  it("obeys the laws", () => {
    const configs = fc.record({
      frequency: fc.constantFrom("daily", "weekly", "monthly", "quarterly", "yearly", "once"),
      day: fc.constant("first_trading_day"),
      on_intent_change: fc.boolean(),
      first_build: fc.constantFrom("scheduled", "start"),
      calendar: fc.constantFrom("nyse", "always", "union"),
    })
    const starts = fc.constantFrom({}, { start: "1997-06-01" }, { start: "2003-01-15" })
    fc.assert(
      fc.property(shapes(), configs, starts, (shape, config, start) => {
        const intents = { a: opinionOf(shape, 1), b: opinionOf(shape, 2) }
        const listing = panelOf(shape, (next) => (next() < 0.2 ? NaN : next() < 0.1 ? 0 : 1))
        const inputs = { listing, intents, estimates: { volatility: opinionOf(shape, 3) } }
        checkLaws({ node: Schedule, config: decode({ ...config, ...start }), inputs }, shape.cut)
      }),
      { seed: 51, numRuns: 300 },
    )
  })
})

/** Unknown at first, then a sign that changes now and then. */
function opinionOf(shape: Shape, stream: number): Panel.Panel {
  return panelOf(
    shape,
    (next, t) => (t < shape.rows / 4 || next() < 0.1 ? NaN : Math.sign(next() - 0.3)),
    stream,
  )
}
