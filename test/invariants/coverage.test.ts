/** What the random studies are like: an invariant that holds of tame ones says little. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import type { FillNotes, Orders } from "../../src/pipeline/execution/fills/OrderRecord.ts"
import { columnAt, documentAt } from "../dags/programStudy.ts"
import { studies } from "../dags/studies.ts"
import { effort, tally } from "./effort.ts"
import { bookOf, isDaily, ruinous, run } from "./given.ts"

it("random studies have gaps, deaths, shorts, leverage, several strategies, and all else that an invariant could hide behind", () => {
  const seen = tally(
    ...([
      "a gap while held",
      "a death while held",
      "a late listing",
      "a second listing",
      "a dividend",
    ] as const),
    ...([
      "a split",
      "a price that never moves",
      "a market that is always open",
      "one asset",
      "seven assets",
    ] as const),
    ...([
      "a short",
      "debt",
      "leverage",
      "daily leverage",
      "several strategies",
      "long only",
      "a net target",
    ] as const),
    ...(["ruin", "a late start", "an order that waits", "a replaced order", "a cancelled order"] as const),
    ...(["an open order", "frozen holdings", "a fill at the signal's close", "a delay", "impact"] as const),
  )
  const property = fc.property(fc.oneof({ weight: 9, arbitrary: studies }, ruinous), (given) => {
    const { market } = given
    const program = run(given)
    const { execution, strategies, risk, period } = program.config
    const { panel, column } = bookOf(program, "final")
    const notes = documentAt<FillNotes>(program, "execution/orders", "notes")
    const orders = documentAt<Orders>(program, "execution/orders", "orders")
    const bars = Object.values(market.bars)
    const held = panel("held")
    seen.see("a gap while held", notes.stale_price.length)
    seen.see("a death while held", notes.delisted.length)
    seen.see(
      "a late listing",
      bars.some(([first]) => first === null),
    )
    const state = market.assets.map((asset) => columnAt(program, "data/listing", "state", asset))
    seen.see(
      "a second listing",
      state.some((states) => states.lastIndexOf(1) > states.indexOf(-1) && states.includes(-1)),
    )
    seen.see(
      "a dividend",
      bars.some((all) => all.some((bar) => (bar?.dividend ?? 0) > 0)),
    )
    seen.see(
      "a split",
      bars.some((all) => all.some((bar) => (bar?.splitRatio ?? 1) !== 1)),
    )
    const closes = (all: (typeof bars)[number]) => new Set(all.flatMap((bar) => (bar ? [bar.close] : [])))
    seen.see(
      "a price that never moves",
      bars.some((all) => all.length > 2 && closes(all).size === 1),
    )
    seen.see("a market that is always open", market.calendar === "always")
    seen.see("one asset", market.assets.length === 1)
    seen.see("seven assets", market.assets.length === 7)
    seen.see(
      "a short",
      held.some((row) => row.some((weight) => weight < 0)),
    )
    seen.see(
      "debt",
      column("net_exposure").some((exposure) => exposure > 1.001),
    )
    seen.see("leverage", risk.target_vol)
    seen.see("daily leverage", isDaily(program))
    seen.see("several strategies", Object.keys(strategies).length > 1)
    seen.see("long only", execution.long_only)
    seen.see("a net target", execution.net_exposure_target !== undefined)
    seen.see("ruin", notes.ruin !== null)
    seen.see("a late start", period.start !== undefined)
    seen.see(
      "an order that waits",
      orders.some(({ due, fills }) => fills.some(({ date, assets }) => date !== due && assets.length > 0)),
    )
    seen.see(
      "a replaced order",
      orders.some(({ replaced }) => replaced.length > 0),
    )
    seen.see(
      "a cancelled order",
      orders.some(({ cancelled }) => cancelled.length > 0),
    )
    seen.see("an open order", notes.open_orders.length)
    seen.see(
      "frozen holdings",
      orders.some(({ frozen }) => Object.keys(frozen).length > 0),
    )
    seen.see("a fill at the signal's close", execution.execution_time === "signal_close")
    seen.see("a delay", execution.delay_sessions > 0)
    seen.see(
      "impact",
      columnAt(program, "costs/components", "rates", "impact").some((rate) => rate > 0),
    )
  })
  fc.assert(property, effort(600))
  expect(seen.missing()).toEqual([])
})
