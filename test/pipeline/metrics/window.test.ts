import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { MetricWindow } from "../../../src/pipeline/metrics/window.ts"
import { runNode, weekdays } from "./fixtures.ts"

const calendar = Calendar.make(weekdays(8)) // 2020-01-01 … 2020-01-10

/** Fills: which row's decision comes due on a row, and whether an order fills there. */
function bookOf(
  due: Readonly<Record<number, number>>,
  fills: ReadonlyArray<number>,
  last = 7,
): Series.Series {
  const rows = Array.from({ length: 8 }, (_, row) => row)
  return Series.make(calendar, {
    gross: Float64Array.from(rows, (row) => (row <= last ? 0 : NaN)),
    decision: Float64Array.from(rows, (row) => (due[row] === undefined ? NaN : calendar.sessions[due[row]]!)),
    fill_event: Float64Array.from(rows, (row) => (row > last ? NaN : fills.includes(row) ? 1 : 0)),
  })
}

/** Eligible assets on some rows; other rows are no decisions. */
const eligibleOf = (counts: Readonly<Record<number, number>>): Series.Series =>
  Series.make(calendar, { eligible: Float64Array.from({ length: 8 }, (_, row) => counts[row] ?? NaN) })

const windowOf = (
  eligible: Readonly<Record<string, Series.Series>>,
  book: Readonly<Record<string, Series.Series>>,
): Window.Window => runNode<Window.Window>(MetricWindow, { eligible, book })

describe("metrics/window", () => {
  it("starts where the first decision with an eligible asset fills, not with an earlier empty one", () => {
    const eligible = { study: eligibleOf({ 0: 0, 2: 1, 4: 2 }) }
    const book = { study: bookOf({ 1: 0, 3: 2, 5: 4 }, [1, 3, 5]) }
    expect(windowOf(eligible, book)).toEqual({
      first_fill: "2020-01-06",
      equity_base: "2020-01-03",
      last: "2020-01-10",
      sessions: 5,
      reason: null,
    })
  })

  it("waits with an order that waits, and passes over a decision that was replaced before any fill", () => {
    const eligible = { study: eligibleOf({ 0: 1, 3: 1 }) }
    expect(windowOf(eligible, { study: bookOf({ 1: 0 }, [2]) }).first_fill).toBe("2020-01-03")
    expect(windowOf(eligible, { study: bookOf({ 1: 0, 4: 3 }, [5]) }).first_fill).toBe("2020-01-08")
  })

  it("may start on the very first session, which has none before it", () => {
    const start = windowOf({ study: eligibleOf({ 0: 1 }) }, { study: bookOf({ 0: 0 }, [0]) })
    expect(start).toMatchObject({ first_fill: "2020-01-01", equity_base: null, sessions: 8 })
  })

  it("starts systems that are compared together, at the latest of their first fills", () => {
    const eligible = { slow: eligibleOf({ 3: 1 }), quick: eligibleOf({ 0: 1 }) }
    const book = { slow: bookOf({ 4: 3 }, [4]), quick: bookOf({ 1: 0 }, [1]) }
    expect(windowOf(eligible, book).first_fill).toBe("2020-01-07")
  })

  it("lets one eligible set serve all books", () => {
    const eligible = { study: eligibleOf({ 0: 1 }) }
    const book = { b0: bookOf({ 1: 0 }, [1]), final: bookOf({ 1: 0 }, [2]) }
    expect(windowOf(eligible, book).first_fill).toBe("2020-01-03")
  })

  it("does not end with a book that is ruined: the study may live on without it", () => {
    const eligible = { study: eligibleOf({ 0: 1 }) }
    expect(windowOf(eligible, { study: bookOf({ 1: 0 }, [1], 4) })).toMatchObject({
      last: "2020-01-10",
      sessions: 7,
    })
  })

  it.each<[string, Record<number, number>, Series.Series]>([
    ["no decision had an eligible asset", { 0: 0 }, bookOf({ 1: 0 }, [1])],
    ["no order of a decision with an eligible asset has filled", { 7: 1 }, bookOf({}, [])],
  ])("is empty, with the reason: %s", (reason, counts, book) => {
    expect(windowOf({ study: eligibleOf(counts) }, { study: book })).toEqual(Window.empty(reason))
  })

  it("is empty for no books, no rows, no assets", () => {
    expect(windowOf({}, {}).sessions).toBe(0)
    const none = Series.make(Calendar.empty, { eligible: new Float64Array(0) })
    const columns = {
      gross: new Float64Array(0),
      decision: new Float64Array(0),
      fill_event: new Float64Array(0),
    }
    expect(windowOf({ study: none }, { study: Series.make(Calendar.empty, columns) }).sessions).toBe(0)
  })

  it("finds its rows again in another calendar that holds its dates", () => {
    const window = Window.ofRows(calendar, 3, 5, "")
    expect(Window.rowsIn(window, calendar)).toEqual({ from: 3, to: 6 })
    expect(Window.rowsIn(window, Calendar.slice(calendar, 2, 8))).toEqual({ from: 1, to: 4 })
    expect(Window.rowsIn(Window.empty("why"), calendar)).toEqual({ from: 0, to: 0 })
    expect(Window.type.decode(Window.type.encode(window))).toEqual(window)
  })
})
