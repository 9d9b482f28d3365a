import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  always,
  byName,
  decode,
  isFirstOfPeriod,
  isFirstSessionOfMonth,
  isLastOfPeriod,
  isLastSessionOfMonth,
  nyse,
  type Period,
  periodOf,
  sessionsBetween,
} from "../../src/domain/ExchangeCalendar.ts"
import { epochDayOf, formatIsoDate, parseIsoDate, weekdayOf } from "../../src/kernel/civilDate.ts"

const day = (iso: string): number => parseIsoDate(iso)!
const closedWeekdays = (year: number): ReadonlyArray<string> => {
  const closed: Array<string> = []
  for (let d = epochDayOf(year, 1, 1); d <= epochDayOf(year, 12, 31); d++) {
    if (weekdayOf(d) < 5 && !nyse.isSession(d)) closed.push(formatIsoDate(d))
  }
  return closed
}
const anyDay = fc.integer({ min: nyse.range[0], max: nyse.range[1] })
const anyPeriod = fc.constantFrom<Period>("week", "month", "quarter", "year")
const check = { seed: 1, numRuns: 500 }

describe("nyse, known facts", () => {
  it.each([
    [1961, ["01-02", "02-22", "03-31", "05-29", "05-30", "07-04", "09-04", "11-07", "11-23", "12-25"]],
    [1970, ["01-01", "02-23", "03-27", "07-03", "09-07", "11-26", "12-25"]],
    [
      2012,
      ["01-02", "01-16", "02-20", "04-06", "05-28", "07-04", "09-03", "10-29", "10-30", "11-22", "12-25"],
    ],
    [2021, ["01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"]],
    [2022, ["01-17", "02-21", "04-15", "05-30", "06-20", "07-04", "09-05", "11-24", "12-26"]],
    [
      2025,
      ["01-01", "01-09", "01-20", "02-17", "04-18", "05-26", "06-19", "07-04", "09-01", "11-27", "12-25"],
    ],
  ])("closed weekdays of %i", (year, dates) => {
    expect(closedWeekdays(year)).toEqual(dates.map((date) => `${year}-${date}`))
  })

  it.each([
    [1962, 252],
    [1968, 226],
    [1996, 254],
    [2001, 248],
    [2013, 252],
    [2020, 253],
    [2021, 252],
    [2024, 252],
  ])("%i has %i sessions", (year, count) => {
    expect(sessionsBetween(nyse, epochDayOf(year, 1, 1), epochDayOf(year, 12, 31)).length).toBe(count)
  })

  it("has 3,020 sessions from 2013 to 2024", () => {
    expect(sessionsBetween(nyse, day("2013-01-02"), day("2024-12-31")).length).toBe(3020)
  })

  it("closes early on the eves and the Friday after Thanksgiving", () => {
    const halfDays = (year: number) =>
      [...sessionsBetween(nyse, epochDayOf(year, 1, 1), epochDayOf(year, 12, 31))]
        .filter(nyse.isHalfDay)
        .map(formatIsoDate)
    expect(halfDays(2024)).toEqual(["2024-07-03", "2024-11-29", "2024-12-24"])
    expect(halfDays(2021)).toEqual(["2021-11-26"]) // 24 December and 3 July are not sessions
    expect(halfDays(2002)).toEqual(["2002-07-05", "2002-11-29", "2002-12-24"])
    expect(halfDays(1985)).toEqual([])
  })

  /**
   * Early closings as NYSE announced them year by year ("Holidays & trading hours", nyse.com/markets/hours-calendars, and the
   * exchange's memos to members before it); two-digit months and days.
   */
  const announced: Readonly<Record<number, string>> = {
    1993: "11-26",
    1994: "11-25",
    1995: "07-03 11-24",
    1996: "07-05 11-29 12-24",
    1997: "07-03 11-28 12-24 12-26",
    1998: "11-27 12-24",
    1999: "11-26",
    2000: "07-03 11-24",
    2001: "07-03 11-23 12-24",
    2002: "07-05 11-29 12-24",
    2003: "07-03 11-28 12-24 12-26",
    2004: "11-26",
    2005: "11-25",
    2006: "07-03 11-24",
    2007: "07-03 11-23 12-24",
    2008: "07-03 11-28 12-24",
    2009: "11-27 12-24",
    2010: "11-26",
    2011: "11-25",
    2012: "07-03 11-23 12-24",
    2013: "07-03 11-29 12-24",
    2014: "07-03 11-28 12-24",
    2015: "11-27 12-24",
    2016: "11-25",
    2017: "07-03 11-24",
    2018: "07-03 11-23 12-24",
    2019: "07-03 11-29 12-24",
    2020: "11-27 12-24",
    2021: "11-26",
    2022: "11-25",
    2023: "07-03 11-24",
    2024: "07-03 11-29 12-24",
    2025: "07-03 11-28 12-24",
    2026: "11-27 12-24",
    2027: "11-26",
  }

  it("closes early on exactly the days that were announced from 1993 to 2027", () => {
    for (const [year, dates] of Object.entries(announced)) {
      const sessions = sessionsBetween(nyse, epochDayOf(Number(year), 1, 1), epochDayOf(Number(year), 12, 31))
      const found = [...sessions].filter(nyse.isHalfDay).map((day) => formatIsoDate(day).slice(5))
      expect(`${year}: ${found.join(" ")}`).toBe(`${year}: ${dates}`)
    }
  })

  it("has no sessions at weekends", () => {
    fc.assert(
      fc.property(anyDay, (d) => weekdayOf(d) < 5 || !nyse.isSession(d)),
      check,
    )
  })
})

describe.each([nyse, always])("$name", (calendar) => {
  it("knows neighbours that are sessions, with none between", () => {
    fc.assert(
      fc.property(anyDay, (d) => {
        const next = calendar.next(d)
        if (Number.isNaN(next)) return d > epochDayOf(2100, 12, 30)
        const between = sessionsBetween(calendar, d + 1, next)
        return (
          next > d &&
          calendar.isSession(next) &&
          between.length === 1 &&
          Object.is(calendar.previous(next), lastUpTo(d))
        )
      }),
      check,
    )
    function lastUpTo(d: number): number {
      return calendar.isSession(d) ? d : calendar.previous(d)
    }
  })

  it("has one first and one last session in every period", () => {
    fc.assert(
      fc.property(anyDay, anyPeriod, (d, period) => {
        const inPeriod: Array<number> = []
        for (let at = d - 366; at <= d + 366; at++) {
          if (periodOf(at, period) === periodOf(d, period) && calendar.isSession(at)) inPeriod.push(at)
        }
        if (inPeriod.length === 0) return true
        const firsts = inPeriod.filter((at) => isFirstOfPeriod(calendar, at, period))
        const lasts = inPeriod.filter((at) => isLastOfPeriod(calendar, at, period))
        return firsts.join() === String(inPeriod[0]) && lasts.join() === String(inPeriod.at(-1))
      }),
      { seed: 2, numRuns: 60 },
    )
  })

  it("has no sessions, and no neighbours, where its rules are not known", () => {
    const [first, last] = calendar.range
    expect(calendar.supports(first - 1) || calendar.supports(last + 1) || calendar.supports(NaN)).toBe(false)
    expect(calendar.isSession(first - 3) || calendar.isSession(last + 3) || calendar.isSession(NaN)).toBe(
      false,
    )
    expect([calendar.next(last), calendar.previous(first), calendar.next(NaN)]).toEqual([NaN, NaN, NaN])
    expect(calendar.next(first - 1000)).toBe(calendar.next(first - 1))
    expect(calendar.previous(last + 1000)).toBe(calendar.previous(last + 1))
  })

  it("refuses such a day where it enters, and says which days it knows", () => {
    expect(Effect.runSync(decode(calendar, day("2024-02-29")))).toBe(day("2024-02-29"))
    const refused = Effect.runSync(Effect.flip(decode(calendar, day("1959-12-31"))))
    expect(refused._tag).toBe("UnsupportedDay")
    expect(refused.message).toBe(
      `The ${calendar.name} calendar is known from 1960-01-01 to 2100-12-31; 1959-12-31 is outside. Choose dates within it.`,
    )
    expect(Effect.runSync(Effect.flip(decode(calendar, NaN))).day).toBe("NaN")
  })

  it("is found by its name", () => {
    expect(byName(calendar.name)).toBe(calendar)
  })
})

describe("ends of months", () => {
  it("are sessions by the rule, not calendar days", () => {
    expect(isLastSessionOfMonth(nyse, day("2024-03-28"))).toBe(true) // Good Friday is the 29th
    expect(isLastSessionOfMonth(nyse, day("2024-03-29"))).toBe(false)
    expect(isLastSessionOfMonth(always, day("2024-03-28"))).toBe(false)
    expect(isFirstSessionOfMonth(nyse, day("2024-01-02"))).toBe(true)
    expect(isFirstSessionOfMonth(nyse, day("2024-01-03"))).toBe(false)
    expect(isFirstSessionOfMonth(nyse, day("2024-06-01"))).toBe(false) // a Saturday
    expect(isFirstSessionOfMonth(nyse, day("2024-06-03"))).toBe(true)
  })

  it("are weeks from Monday to Sunday", () => {
    expect(isFirstOfPeriod(nyse, day("2024-09-03"), "week")).toBe(true) // Labor Day is the Monday
    expect(isLastOfPeriod(nyse, day("2024-03-28"), "week")).toBe(true)
    expect(isLastOfPeriod(always, day("2024-03-31"), "week")).toBe(true)
    expect(isFirstOfPeriod(nyse, day("2024-12-30"), "week")).toBe(true)
    expect(isFirstOfPeriod(nyse, day("2025-01-02"), "week")).toBe(false) // the year turned within the week
  })
})
