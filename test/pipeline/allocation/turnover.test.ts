import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { MissingBook } from "../../../src/pipeline/allocation/errors.ts"
import { openBook, type RunningBook, turnoverFields } from "../../../src/pipeline/allocation/turnover.ts"

const calendar = Calendar.make(Int32Array.from({ length: 6 }, (_, t) => 10_000 + t))
const panel = (...values: ReadonlyArray<number>) =>
  Panel.make(
    calendar,
    ["A"],
    Float64Array.from(values, (value) => value),
  )
const still = panel(0, 0, 0, 0, 0, 0)
/** no bar on row 2 */
const listing = panel(1, 1, 0, 1, 1, 1)
const after_fill = panel(0, 0, NaN, 0, 0, 0)

const trading = (fields: object) =>
  Schema.decodeSync(Schema.Struct(turnoverFields))({ trading: { limit: 0.1, ...fields } }).trading!

function open(fields: object, more: object = {}): RunningBook {
  const panels = { before_fill: still, after_fill, close_to_close: still, listing, ...more }
  const book = openBook(still, trading(fields), panels)
  if (book === undefined || book instanceof MissingBook) throw new Error("no book")
  return book
}

/** A decision for a whole book: what is held as it is made. */
function decided(book: RunningBook, t: number): number {
  const held = book.heldAt(t)[0]!
  book.order(t, Float64Array.of(1))
  return held
}

describe("the book that a limit of trading is held against", () => {
  it("drops at a decision what waits at that moment, also when the new order is still delayed", () => {
    const book = open({ execution_time: "next_close", delay_sessions: 1 })
    expect(decided(book, 0)).toBe(0) // due on row 2, which has no bar
    expect(decided(book, 2)).toBe(0) // replaces what waits; without a bar there is no new order
    expect(decided(book, 3)).toBe(0)
    expect(decided(book, 5)).toBe(1)
  })

  it("is that of the close before, for decisions at the open and for those that fill at their own close", () => {
    const atOpen = { signal_time: "open", execution_time: "next_close" }
    for (const book of [open(atOpen, { tradable: listing }), open({ execution_time: "signal_close" })]) {
      expect(decided(book, 0)).toBe(0)
      expect(decided(book, 1)).toBe(1)
    }
    const later = open({ signal_time: "open" }, { tradable: listing })
    expect([0, 1, 3].map((t) => decided(later, t))).toEqual([0, 0, 1])
  })

  it("needs to know who had opened when decisions are made at the open", () => {
    const panels = { before_fill: still, after_fill, close_to_close: still, listing }
    expect(openBook(still, trading({ signal_time: "open" }), panels)).toBeInstanceOf(MissingBook)
  })

  it("takes no decision at the open that fills at the close of its signal", () => {
    expect(() => trading({ signal_time: "open", execution_time: "signal_close" })).toThrow(
      /signal_close needs signal_time close/,
    )
  })
})
