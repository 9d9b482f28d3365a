import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { mintTargetWeights } from "../../../src/domain/targetWeights.mint.ts"
import { Fills } from "../../../src/pipeline/execution/fills/fills.ts"
import { Orders } from "../../../src/pipeline/execution/fills/orders.ts"
import type { FillNotes, Orders as OrderRecord } from "../../../src/pipeline/execution/fills/OrderRecord.ts"
import { panel, row } from "./panels.ts"

type Columns = Readonly<Record<string, ReadonlyArray<number>>>
interface Story {
  readonly targets: Columns
  readonly before: Columns
  readonly after: Columns
  readonly listing: Columns
  /** default: (1 + before)(1 + after) − 1, 0 where there is no fill */
  readonly whole?: Columns
}

const none = NaN

function tell({ targets, before, after, listing, whole }: Story, given: unknown) {
  const config = Schema.decodeUnknownSync(Fills.spec.config)(given)
  const [a, b] = [panel(before), panel(after)]
  const product = a.values.map((x, at) => (Number.isNaN(x) ? 0 : (1 + x) * (1 + b.values[at]!) - 1))
  const market = {
    targets: mintTargetWeights(panel(targets)),
    before_fill: a,
    after_fill: b,
    close_to_close: whole === undefined ? Panel.like(a, product) : panel(whole),
    listing: panel(listing),
  }
  const context = { skip: 0, state: undefined, seed: 0 }
  const { out } = Fills.spec.run(market, config, context) as { out: Record<string, Panel.Panel> }
  const timing = Schema.decodeUnknownSync(Orders.spec.config)(timingOf(given))
  const orders = { ...market, drifted: out["drifted"], book: out["book"] }
  const record = Orders.spec.run(orders, timing, context) as { orders: OrderRecord; notes: FillNotes }
  return { ...record, panels: out, book: (name: string) => Series.column(out["book"] as Series.Series, name) }
}

function timingOf(given: unknown) {
  const { execution_time, delay_sessions, signal_time, targets_at } = given as Record<string, unknown>
  return Object.fromEntries(
    Object.entries({ execution_time, delay_sessions, signal_time, targets_at }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}

const near = (values: ReadonlyArray<number>) => values.map((value) => expect.closeTo(value, 12))

describe("a buy at the next open", () => {
  const story = {
    targets: { A: [0.5, none, none], B: [0.25, none, none] },
    before: { A: [0, 0.02, 0.1], B: [0, 0, 0] },
    after: { A: [0, 0.1, 0], B: [0, -0.04, 0] },
    listing: { A: [1, 1, 1], B: [1, 1, 1] },
  }

  it("earns from the open on, then drifts, cash included", () => {
    const { panels, book } = tell(story, { execution_time: "next_open" })
    expect(book("g1")[1]).toBe(1)
    expect(book("g2")[1]).toBeCloseTo(1 + 0.05 - 0.01, 14)
    expect(row(panels["filled"]!, 1)).toEqual([0.5, 0.25])
    expect(row(panels["held"]!, 1)).toEqual(near([0.55 / 1.04, 0.24 / 1.04]))
    expect(row(panels["drifted"]!, 2)).toEqual(near([(0.55 * 1.1) / (1.04 + 0.055), 0.24 / (1.04 + 0.055)]))
    expect(row(panels["held"]!, 2)).toEqual(row(panels["drifted"]!, 2))
    expect([...book("filled")]).toEqual([0, 1, 0])
  })

  it("counts the first build in both turnovers", () => {
    const { panels } = tell(story, { execution_time: "next_open" })
    expect(row(panels["target_turnover"]!, 1)).toEqual([0.5, 0.25])
    expect(row(panels["traded_turnover"]!, 1)).toEqual([0.5, 0.25])
    expect(row(panels["target_turnover"]!, 2)).toEqual([0, 0])
  })

  it("waits delay_sessions more", () => {
    const { book, orders } = tell(story, { execution_time: "next_open", delay_sessions: 1 })
    expect([...book("filled")]).toEqual([0, 0, 1])
    expect(orders[0]!.fills).toEqual([{ date: "2024-01-03", assets: ["A", "B"] }])
  })
})

describe("a buy at a close", () => {
  const story = {
    targets: { A: [1, none, none] },
    before: { A: [0, 0.1, 0.2] },
    after: { A: [0, 0, 0] },
    listing: { A: [1, 1, 1] },
  }

  it("at the signal's own close earns the next session", () => {
    const { book, notes } = tell(story, { execution_time: "signal_close" })
    expect([...book("gross")]).toEqual(near([0, 0.1, 0.2]))
    expect(notes.optimistic_fill).toBe(true)
  })

  it("at the next close earns the session after that", () => {
    const { book, notes } = tell(story, { execution_time: "next_close" })
    expect([...book("gross")]).toEqual(near([0, 0, 0.2]))
    expect(notes.optimistic_fill).toBe(false)
  })

  it("of a signal at the open is that session's close", () => {
    const { book } = tell(story, { signal_time: "open", execution_time: "next_close" })
    expect([...book("gross")]).toEqual(near([0, 0.1, 0.2]))
  })

  it("of a signal at the open is never that session's open", () => {
    const { book } = tell(story, { signal_time: "open", execution_time: "next_open" })
    expect([...book("filled")]).toEqual([0, 1, 0])
  })

  it("beyond the data stays open and changes nothing", () => {
    const { book, orders, notes } = tell(
      { ...story, targets: { A: [none, none, 1] } },
      { execution_time: "next_close" },
    )
    expect([...book("gross")]).toEqual([0, 0, 0])
    const open = { decision: "2024-01-03", due: null, open: true, fills: [], order: { A: 1 }, waiting: ["A"] }
    expect(orders).toMatchObject([open])
    expect(notes.open_orders).toEqual([{ decision: "2024-01-03", assets: ["A"] }])
  })
})

describe("orders without a bar", () => {
  it("wait for the next session on which the asset can be filled, and count there", () => {
    const { panels, orders } = tell(
      {
        targets: { A: [0.5, none, none], B: [0.5, none, none] },
        before: { A: [0, 0, 0], B: [0, none, 0.05] },
        after: { A: [0, 0.1, 0], B: [0, none, 0] },
        listing: { A: [1, 1, 1], B: [1, 0, 1] },
      },
      {},
    )
    expect(row(panels["filled"]!, 1)).toEqual([0.5, 0])
    expect(row(panels["target_turnover"]!, 1)).toEqual([0.5, 0])
    expect(row(panels["filled"]!, 2)).toEqual(near([0.55 / 1.05, 0.5]))
    expect(row(panels["target_turnover"]!, 2)).toEqual([0, 0.5])
    expect(orders[0]!.fills.map(({ assets }) => assets)).toEqual([["A"], ["B"]])
  })

  it("give way to a newer decision", () => {
    const { panels, orders } = tell(
      {
        targets: { A: [0.5, 0.25, none, none] },
        before: { A: [0, none, 0, 0] },
        after: { A: [0, none, 0, 0] },
        listing: { A: [1, 1, 1, 1] },
      },
      {},
    )
    expect(row(panels["filled"]!, 2)).toEqual([0.25])
    expect(row(panels["target_turnover"]!, 2)).toEqual([0.25])
    expect(orders.map(({ replaced }) => replaced)).toEqual([["A"], []])
  })

  it("die with the listing", () => {
    const { orders, panels } = tell(
      {
        targets: { A: [0.5, none, none] },
        before: { A: [0, none, none] },
        after: { A: [0, none, none] },
        listing: { A: [1, -1, none] },
      },
      {},
    )
    expect(orders).toMatchObject([{ fills: [], cancelled: ["A"], open: false }])
    expect(Panel.column(panels["held"]!, 0)).toEqual(Float64Array.of(0, 0, NaN))
  })
})

describe("targets that stand at their fill", () => {
  const story = {
    targets: { A: [none, 0.5, 0.6] },
    before: { A: [0, 0, 0] },
    after: { A: [0, 0, 0] },
    listing: { A: [1, 1, 1] },
  }

  it("come due, by the book's record, at the row on which they stand", () => {
    const { book, panels } = tell(story, { targets_at: "fill", every_session: true, delay_sessions: 1 })
    expect([...panels["filled"]!.values]).toEqual([0, 0.5, 0.6])
    const { sessions } = panels["filled"]!.calendar
    expect([...book("decision")]).toEqual([none, sessions[1], sessions[2]])
  })

  it("wait for a price also when no row follows, and fill with the session that has one", () => {
    const waits = {
      targets: { A: [none, 0.5, none] },
      before: { A: [0, none, 0] },
      after: { A: [0, none, 0] },
      listing: { A: [1, 1, 1] },
    }
    const { panels, orders } = tell(waits, { targets_at: "fill", every_session: true, delay_sessions: 1 })
    expect([...panels["filled"]!.values]).toEqual([0, 0, 0.5])
    expect(orders).toMatchObject([{ fills: [{ assets: ["A"] }], replaced: [], open: false }])
  })
})

describe("a holding without a bar at the decision", () => {
  const story = {
    targets: { A: [0.4, none, 0, none], B: [0.6, none, 1, none] },
    before: { A: [0, 0, none, none], B: [0, 0, 0, 0] },
    after: { A: [0, 0, none, none], B: [0, 0, 0, 0] },
    listing: { A: [1, 1, 0, 0], B: [1, 1, 1, 1] },
  }

  it("is frozen: it keeps its weight, and the others make room for it", () => {
    const { panels, orders, notes } = tell(story, {})
    expect(row(panels["filled"]!, 3)).toEqual(near([0.4, 0.6]))
    expect(orders[1]).toMatchObject({ frozen: { A: 0.4 }, scale: 0.6, order: { B: 1 } })
    expect(notes.stale_price).toEqual([{ asset: "A", from: "2024-01-03", to: "2024-01-04", sessions: 2 }])
  })

  it("is frozen still on the session on which its listing ends, when it goes to cash", () => {
    const { panels, orders, notes, book } = tell(
      { ...story, listing: { ...story.listing, A: [1, 1, 0, -1] } },
      {
        delisting_return: -0.5,
      },
    )
    expect(book("gross")[3]).toBeCloseTo(-0.2, 14)
    expect(row(panels["drifted"]!, 3)).toEqual(near([0.25, 0.75]))
    expect(row(panels["filled"]!, 3)).toEqual(near([0, 0.75]))
    expect(row(panels["target_turnover"]!, 3)[0]).toBeCloseTo(0.4, 14)
    expect(row(panels["traded_turnover"]!, 3)[0]).toBeCloseTo(0.25, 14)
    expect(orders[1]!.frozen["A"]).toBeCloseTo(0.25, 14)
    expect(notes.delisted).toEqual([{ asset: "A", date: "2024-01-04", weight: expect.closeTo(0.25, 12) }])
  })
})

describe("cash", () => {
  const flat = { before: { A: [0, 0, 0] }, after: { A: [0, 0, 0] }, listing: { A: [1, 1, 1] } }
  const rates = { cash_rate: 0.0252, financing_spread: 0.0126, short_borrow: 0.0378 }

  it("earns interest, costs financing where it is negative, and shorts pay their fee", () => {
    expect(tell({ ...flat, targets: { A: [0.5, none, none] } }, rates).book("gross")[2]).toBeCloseTo(
      0.00005,
      15,
    )
    expect(
      tell({ ...flat, targets: { A: [3, none, none] } }, rates).book("gross")[2]! / (1 - 3 / 1.0001),
    ).toBeCloseTo(0.00015, 7)
    const short = tell({ ...flat, targets: { A: [-1, none, none] } }, rates)
    expect(short.book("gross")[2]).toBeCloseTo(2 * 0.0001 - 0.00015, 15)
    expect(row(short.panels["contribution"]!, 2)).toEqual(near([-0.00015]))
    expect(short.book("cash_contribution")[2]).toBeCloseTo(0.0002, 15)
  })
})

describe("ruin", () => {
  it("ends the book: gross −1, on record, and nothing after it", () => {
    const { book, panels, notes, orders } = tell(
      {
        targets: { A: [2, none, none, 1] },
        before: { A: [0, 0, -0.6, 0] },
        after: { A: [0, 0, 0, 0] },
        listing: { A: [1, 1, 1, 1] },
      },
      {},
    )
    expect([...book("gross")]).toEqual([0, 0, -1, NaN])
    expect([...book("ruin")]).toEqual([0, 0, 1, NaN])
    expect(Panel.column(panels["held"]!, 0)).toEqual(Float64Array.of(0, 2, NaN, NaN))
    expect(notes.ruin).toBe("2024-01-03")
    expect(orders).toHaveLength(1)
  })

  it("is not escaped by what rounding leaves of a total loss", () => {
    // 1 − (0.7 + 0.2 + 0.1) is 1.1e-16, not 0
    const story = {
      targets: { A: [0.7, none, none], B: [0.2, none, none], C: [0.1, none, none] },
      before: { A: [0, 0, none], B: [0, 0, none], C: [0, 0, none] },
      after: { A: [0, 0, none], B: [0, 0, none], C: [0, 0, none] },
      listing: { A: [1, 1, -1], B: [1, 1, -1], C: [1, 1, -1] },
    }
    expect(1 - (0.7 + 0.2 + 0.1)).toBeGreaterThan(0)
    const { book } = tell(story, { delisting_return: -1 })
    expect([...book("gross")]).toEqual([0, 0, -1])
    expect([...book("ruin")]).toEqual([0, 0, 1])
  })
})
