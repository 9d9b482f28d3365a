/** The orders of one asset in a book, newest first: which decision each was of, and what became of it. */
import * as Effect from "effect/Effect"
import { isFillable, isGone } from "../../../../kernel/bookOrders.ts"
import { parseIsoDate } from "../../../../kernel/civilDate.ts"
import type { Bench, Read } from "../../Bench.ts"
import { inputOf, outputOf, type RunNode } from "../../RunGraph.ts"

export interface Order {
  /** session of the row of targets */
  readonly decision: number
  /** session from which it could fill; undefined: it lies after the session that is asked about */
  readonly due: number | undefined
  readonly fate:
    | { readonly _tag: "Filled"; readonly day: number }
    | { readonly _tag: "Waiting" }
    | { readonly _tag: "Replaced" }
    /** the asset could not be traded at the decision: what is held stays */
    | { readonly _tag: "Frozen" }
    /** its listing ended first */
    | { readonly _tag: "Cancelled" }
}

/** How a book times its orders. */
export interface OrderTerms {
  /** a newer decision replaces waiting orders before the fills of its own session */
  readonly decidesFirst: boolean
}

export class OrderBook {
  private readonly bench: Bench
  private readonly node: RunNode
  private readonly terms: OrderTerms

  constructor(bench: Bench, node: RunNode, terms: OrderTerms) {
    this.bench = bench
    this.node = node
    this.terms = terms
  }

  /** Decisions that had come due by a session, the newest first: their session and the one from which they could fill. */
  due(day: number): Read<ReadonlyArray<{ readonly decision: number; readonly due: number }>> {
    const book = outputOf(this.node, "book")
    return Effect.map(this.bench.stretch(book, -Infinity, day, "decision"), (rows) =>
      rows
        .flatMap(([date, decision]) =>
          Number.isNaN(decision) ? [] : [{ decision, due: parseIsoDate(date)! }],
        )
        .reverse(),
    )
  }

  /** What became of an asset's order by the end of a session, which no later decision that came due had replaced. */
  fate(
    asset: string,
    order: { readonly decision: number; readonly due: number },
    until: number,
  ): Read<Order> {
    return Effect.gen({ self: this }, function* () {
      const { decision, due } = order
      const listing = inputOf(this.node, "listing")
      const tradable = inputOf(this.node, "tradable") ?? listing
      const told = (fate: Order["fate"]): Order => ({ decision, due, fate })
      if ((yield* this.bench.cell(tradable, decision, asset)) !== 1) return told({ _tag: "Frozen" })
      const states = yield* this.bench.stretch(listing, decision + 1, until, asset)
      const prices = new Map(yield* this.bench.stretch(inputOf(this.node, "after_fill"), due, until, asset))
      const decisions = yield* this.decisionsIn(due, until)
      // on the session of its own decision an order has its state of that session, which may fill it
      const own = decision === due ? yield* this.bench.stretch(listing, due, due, asset) : []
      for (const [date, state] of [...own, ...states]) {
        const day = parseIsoDate(date)!
        if (isGone(state)) return told({ _tag: "Cancelled" })
        if (day < due) continue
        const replaces = decisions.has(day) && day > decision
        if (replaces && this.terms.decidesFirst && day > due) return told({ _tag: "Replaced" })
        if (isFillable(state, prices.get(date) ?? NaN)) return told({ _tag: "Filled", day })
        if (decisions.has(day) && !this.terms.decidesFirst && day >= due && day !== decision)
          return told({ _tag: "Replaced" })
      }
      return told({ _tag: "Waiting" })
    })
  }

  /** Sessions of decisions in a stretch: rows of targets with a value. */
  decisionsIn(from: number, to: number): Read<ReadonlySet<number>> {
    const targets = inputOf(this.node, "targets")
    return Effect.gen({ self: this }, function* () {
      const days = yield* this.bench.days(targets)
      const first = days.findIndex((day) => day >= from)
      const end = days.findLastIndex((day) => day <= to) + 1
      if (targets === undefined || first < 0 || first >= end) return new Set<number>()
      const { keys, columns, cells } = yield* this.bench.rows(targets, first, end)
      const width = columns.length
      return new Set(
        [...keys].filter((_, row) =>
          cells.subarray(row * width, (row + 1) * width).some((x) => !Number.isNaN(x)),
        ),
      )
    })
  }

  /** The order that last filled by a session, after those that came due later and did not. */
  inForce(
    asset: string,
    day: number,
  ): Read<{ readonly filled: Order | undefined; readonly later: ReadonlyArray<Order> }> {
    return Effect.gen({ self: this }, function* () {
      const later: Array<Order> = []
      let until = day
      for (const candidate of yield* this.due(day)) {
        const order = yield* this.fate(asset, candidate, until)
        if (order.fate._tag === "Filled") return { filled: order, later }
        // what still waits when another comes due is replaced by it
        later.push(
          until < day && order.fate._tag === "Waiting" ? { ...order, fate: { _tag: "Replaced" } } : order,
        )
        until = candidate.due - 1
      }
      return { filled: undefined, later }
    })
  }
}
