import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as ExchangeCalendar from "../../../src/domain/ExchangeCalendar.ts"
import type { Folds } from "../../../src/domain/Folds.ts"
import { formatIsoDate, parseIsoDate } from "../../../src/kernel/civilDate.ts"
import { type ByFold, MetricsByFold } from "../../../src/pipeline/metrics/byFold.ts"
import { MetricsYearly, type Yearly } from "../../../src/pipeline/metrics/yearly.ts"
import type { FoldSettings } from "../../../src/pipeline/validation/foldFields.ts"
import { FoldWindows } from "../../../src/pipeline/validation/folds.ts"
import { foldsOf } from "../../../src/pipeline/validation/foldsOf.ts"
import { testWindows } from "../../../src/pipeline/validation/testWindows.ts"
import { noRates, runNode, studyOf, weekdays } from "../metrics/fixtures.ts"

const usual: FoldSettings = {
  type: "walk_forward",
  window: "expanding",
  train_sessions: 60,
  test_sessions: 20,
  purge_sessions: 0,
  embargo_sessions: 0,
}

const settings: fc.Arbitrary<FoldSettings> = fc.record({
  type: fc.constantFrom("yearly", "walk_forward"),
  window: fc.constantFrom("expanding", "rolling"),
  train_sessions: fc.integer({ min: 1, max: 300 }),
  test_sessions: fc.integer({ min: 1, max: 300 }),
  purge_sessions: fc.nat(20),
  embargo_sessions: fc.nat(20),
})

const day = (iso: string): number => parseIsoDate(iso)!
const { nyse } = ExchangeCalendar

describe("folds", () => {
  it("are the test windows known in advance, on whatever span of an exchange's sessions", () => {
    fc.assert(
      fc.property(
        settings,
        fc.integer({ min: 5000, max: 18_000 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.option(fc.integer({ min: -100, max: 900 }), { nil: undefined }),
        (drawn, first, length, start) => {
          const sessions = ExchangeCalendar.sessionsBetween(nyse, first, first + length)
          if (sessions.length === 0) return
          const asked = start === undefined ? drawn : { ...drawn, start: formatIsoDate(first + start) }
          const { folds } = foldsOf(sessions, asked)
          const known = testWindows(asked, {
            calendar: "nyse",
            first: formatIsoDate(sessions[0]!),
            last: formatIsoDate(sessions.at(-1)!),
          }).filter(({ from, until }) =>
            sessions.some((session) => session >= day(from) && session < day(until)),
          )
          expect(known.map(({ name }) => name)).toEqual(folds.map(({ name }) => name))
          known.forEach(({ from, until }, i) => {
            const inside = sessions.filter((session) => session >= day(from) && session < day(until))
            expect(formatIsoDate(inside[0]!)).toBe(folds[i]!.test_from)
            expect(formatIsoDate(inside.at(-1)!)).toBe(folds[i]!.test_to)
          })
        },
      ),
      { numRuns: 200, seed: 5 },
    )
  })

  it("train before the test, and leave out the gap", () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 1, max: 900 }), (asked, count) => {
        const sessions = weekdays(count)
        for (const fold of foldsOf(sessions, asked).folds) {
          const test = sessions.indexOf(day(fold.test_from))
          const gap = asked.purge_sessions + asked.embargo_sessions
          const to = Math.max(0, test - gap)
          const from = asked.window === "rolling" ? Math.max(0, to - asked.train_sessions) : 0
          expect(fold.train_sessions).toBe(to - from)
          expect(fold.train_to).toBe(to === from ? null : formatIsoDate(sessions[to - 1]!))
          expect(fold.train_from).toBe(to === from ? null : formatIsoDate(sessions[from]!))
        }
      }),
      { numRuns: 200, seed: 6 },
    )
  })

  it("keep their windows when a session is appended; only the last grows or a new one begins", () => {
    const sessions = weekdays(130)
    const [before, after] = [sessions.subarray(0, 129), sessions].map((some) => foldsOf(some, usual).folds)
    expect(after!.slice(0, before!.length - 1)).toEqual(before!.slice(0, -1))
    expect(before!.at(-1)).toMatchObject({ partial: true, test_sessions: 9 })
    expect(after!.at(-1)).toMatchObject({ partial: true, test_sessions: 10, name: before!.at(-1)!.name })
    expect(foldsOf(weekdays(140), usual).folds.at(-1)).toMatchObject({ partial: false, test_sessions: 20 })
    expect(foldsOf(weekdays(141), usual).folds.at(-1)).toMatchObject({ partial: true, test_sessions: 1 })
  })

  it("are none where the sessions do not reach a test window", () => {
    expect(foldsOf(weekdays(60), usual).folds).toEqual([])
    expect(foldsOf(new Int32Array(0), { ...usual, type: "yearly" }).folds).toEqual([])
  })
})

describe("metrics/by-fold", () => {
  const byFold = (study: ReturnType<typeof studyOf>, asked: Partial<FoldSettings>): ByFold => {
    const folds = runNode<Folds>(FoldWindows, { net: study.net }, { ...usual, ...asked })
    return runNode<ByFold>(MetricsByFold, { ...study, folds }, noRates)
  }

  it("is the table of years where the folds are years", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 1, maxLength: 700 }),
        (list) => {
          const study = studyOf(list)
          const yearly = runNode<Yearly>(MetricsYearly, study, noRates)
          const folds = byFold(study, { type: "yearly" })
          const figures = ({ net, gross, sessions }: Yearly["years"][number]) => ({ net, gross, sessions })
          expect(folds.folds.map(({ net, gross, sessions }) => ({ net, gross, sessions }))).toEqual(
            yearly.years.map(figures),
          )
          expect(folds.folds.map(({ name }) => name)).toEqual(yearly.years.map(({ year }) => String(year)))
          expect([folds.net, folds.gross]).toEqual([yearly.net, yearly.gross])
        },
      ),
      { numRuns: 40, seed: 7 },
    )
  })

  it("takes the figures of the sessions that count, and marks what is cut off", () => {
    const study = studyOf(Array.from({ length: 99 }, (_, i) => (i % 2 === 0 ? 0.02 : -0.01)))
    const late = { ...study, window: { ...study.window, first_fill: formatIsoDate(weekdays(66)[65]!) } }
    const { folds, reasons } = byFold(late, {})
    expect(folds.map(({ sessions, partial }) => [sessions, partial])).toEqual([
      [15, true],
      [20, false],
    ])
    expect(reasons).toEqual({})
  })

  it("is null with a reason where there is nothing to tell", () => {
    const { folds, net, reasons } = byFold(studyOf([0.01, 0.02]), {})
    expect(folds).toEqual([])
    expect(net).toEqual({ stability_ratio: null, pct_folds_positive: null, worst_fold_sharpe: null })
    expect(reasons["net.worst_fold_sharpe"]).toBe("no fold has a Sharpe ratio")
  })
})
