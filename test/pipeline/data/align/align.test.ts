import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../../src/domain/Calendar.ts"
import * as ExchangeCalendar from "../../../../src/domain/ExchangeCalendar.ts"
import * as Panel from "../../../../src/domain/Panel.ts"
import { formatIsoDate } from "../../../../src/kernel/civilDate.ts"
import { AlignAsof } from "../../../../src/pipeline/data/align/asof.ts"
import { AlignCalendar } from "../../../../src/pipeline/data/align/calendar.ts"
import { AlignInner } from "../../../../src/pipeline/data/align/inner.ts"
import { runDefinition } from "../../../laws/runDefinition.ts"

const runs = { numRuns: 300, seed: 20260102 }

/** Days and assets drawn apart, about a third of the cells unknown. */
const panels = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 18_000, max: 18_060 }), { maxLength: 40 }),
    assets: fc.uniqueArray(fc.constantFrom("A", "B", "C", "D", "E"), { maxLength: 5 }),
    cells: fc.infiniteStream(
      fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.constant(NaN)),
    ),
  })
  .map(({ days, assets, cells }) => {
    const sessions = Int32Array.from(days).sort()
    const values = Float64Array.from(
      { length: days.length * assets.length },
      () => cells.next().value as number,
    )
    return Panel.make(Calendar.make(sessions), assets, values)
  })

const run = (...of: Parameters<typeof runDefinition>): Panel.Panel =>
  runDefinition(...of)["output"] as Panel.Panel

/** The cell of a day and an asset by search; undefined where there is none. */
function cellAt({ calendar, assets, values }: Panel.Panel, day: number, asset: string): number | undefined {
  const [row, column] = [calendar.sessions.indexOf(day), assets.indexOf(asset)]
  return row < 0 || column < 0 ? undefined : values[row * assets.length + column]
}

const eachCell = (panel: Panel.Panel, check: (day: number, asset: string, cell: number) => void): void =>
  panel.calendar.sessions.forEach((day) => {
    for (const asset of panel.assets) check(day, asset, cellAt(panel, day, asset)!)
  })

describe("data/align-inner", () => {
  it("keeps exactly the cells of days and assets that both have", () => {
    fc.assert(
      fc.property(panels, panels, (panel, onto) => {
        const out = run(AlignInner, {}, { panel, onto })
        expect([...out.calendar.sessions]).toEqual(
          [...onto.calendar.sessions].filter((day) => panel.calendar.sessions.includes(day)),
        )
        expect(out.assets).toEqual(onto.assets.filter((asset) => panel.assets.includes(asset)))
        eachCell(out, (day, asset, cell) => expect(cell).toBe(cellAt(panel, day, asset)))
      }),
      runs,
    )
  })

  it("brings two panels to one index, each onto the other's result", () => {
    fc.assert(
      fc.property(panels, panels, (a, b) => {
        const left = run(AlignInner, {}, { panel: b, onto: a })
        const right = run(AlignInner, {}, { panel: a, onto: left })
        expect(Panel.sameIndex(left, right)).toBe(true)
      }),
      runs,
    )
  })
})

describe("data/align-asof", () => {
  it("gives the last value known by then that is no more than max_age_sessions of onto old", () => {
    fc.assert(
      fc.property(panels, panels, fc.integer({ min: 0, max: 12 }), (panel, onto, max_age_sessions) => {
        const out = run(AlignAsof, { max_age_sessions }, { panel, onto })
        expect(Panel.sameIndex(out, onto)).toBe(true)
        const sessions = [...onto.calendar.sessions]
        eachCell(out, (day, asset, cell) => {
          const known = [...panel.calendar.sessions].filter(
            (at) => at <= day && at >= sessions[0]! && !Number.isNaN(cellAt(panel, at, asset) ?? NaN),
          )
          const at = known.at(-1)
          const age = sessions.indexOf(day) - sessions.findIndex((session) => session >= (at ?? Infinity))
          expect(cell).toBe(at !== undefined && age <= max_age_sessions ? cellAt(panel, at, asset) : NaN)
        })
      }),
      runs,
    )
  })

  it("reads nothing that is dated later", () => {
    fc.assert(
      fc.property(panels, panels, fc.integer({ min: 18_000, max: 18_060 }), (panel, onto, cut) => {
        const upTo = Panel.slice(panel, 0, Calendar.rowOnOrAfter(panel.calendar, cut + 1))
        const config = { max_age_sessions: 4 }
        const [all, part] = [
          run(AlignAsof, config, { panel, onto }),
          run(AlignAsof, config, { panel: upTo, onto }),
        ]
        eachCell(all, (day, asset, cell) => {
          if (day <= cut) expect(cellAt(part, day, asset)).toBe(cell)
        })
      }),
      runs,
    )
  })
})

describe("data/align-calendar", () => {
  it("has every session of the exchange between the dates, NaN where the panel has no row", () => {
    const day = fc.integer({ min: 17_990, max: 18_070 })
    fc.assert(
      fc.property(
        panels,
        fc.constantFrom("nyse" as const, "always" as const),
        day,
        day,
        (panel, calendar, x, y) => {
          const [first, last] = [Math.min(x, y), Math.max(x, y)]
          const config = { calendar, from: formatIsoDate(first), to: formatIsoDate(last) }
          const out = run(AlignCalendar, config, { panel })
          const isSession = ExchangeCalendar.byName(calendar).isSession
          const days = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(isSession)
          expect([...out.calendar.sessions]).toEqual(days)
          eachCell(out, (at, asset, cell) => expect(cell).toBe(cellAt(panel, at, asset) ?? NaN))
        },
      ),
      runs,
    )
  })

  it("refuses days of which the exchange's rules say nothing", () => {
    const panel = Panel.filled(Calendar.make(Int32Array.of(0)), ["A"], 1)
    const config = { calendar: "nyse", from: "1959-12-31", to: "1960-01-04" }
    const answer = AlignCalendar.spec.run({ panel }, config, { skip: 0, state: undefined, seed: 0 })
    const error = Effect.runSync(
      Effect.flip(answer as Effect.Effect<unknown, ExchangeCalendar.UnsupportedDay>),
    )
    expect(error).toMatchObject({ _tag: "UnsupportedDay", day: "1959-12-31", first: "1960-01-01" })
  })
})
