/** A book is a ledger: money in assets and in cash, from the market's bars and what the book wanted at its fills alone. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { studies } from "../dags/studies.ts"
import { effort, tally } from "./effort.ts"
import { bookOf, books, fillPrice, expectNear, orZero, run, set, sum } from "./given.ts"
import { listingOf, passagesOf } from "./market.ts"

describe("capital", () => {
  const seen = tally("gap", "death", "short", "debt", "interest", "delisting return", "dividend", "split")

  it("is what assets and cash are worth: weights and cash add up to 1, and both move with prices, interest and fees alone", () => {
    const property = fc.property(studies, (given) => {
      const { market } = given
      const program = run(given)
      const { data, costs } = program.config
      const perYear = market.calendar === "nyse" ? 252 : 365
      const listing = market.assets.map((asset) => listingOf(market, asset, data.delist_after))
      const passages = market.assets.map((asset, i) =>
        passagesOf(market.bars[asset]!, listing[i]!, (bar) => fillPrice(program, bar)),
      )
      const asset = (i: number) => market.assets[i]!
      for (const name of books) {
        const { panel, column } = bookOf(program, name)
        const [held, filled, drifted] = [panel("held"), panel("filled"), panel("drifted")]
        const [growth, event, ruin] = [column("gross"), column("fill_event"), column("ruin")]
        const money = new Float64Array(market.assets.length)
        let cash = 1
        for (let t = 0; t < market.sessions.length && ruin[t] !== 1; t++) {
          const capital = cash + sum(money)
          const shorts = -sum(money.filter((value) => value < 0))
          const rate = costs.cash_rate + (cash < 0 ? costs.financing_spread : 0)
          seen.see("short", shorts > 0)
          seen.see("debt", cash < 0 && costs.financing_spread !== 0)
          seen.see("interest", rate !== 0)
          cash += (cash * rate) / perYear - (shorts * costs.short_borrow) / perYear
          for (let i = 0; i < money.length; i++) {
            const bar = market.bars[asset(i)]![t]
            const isHeld = money[i] !== 0
            money[i]! *= passages[i]![t]!.toFill
            seen.see("gap", isHeld && listing[i]![t] === 0)
            seen.see("dividend", isHeld && orZero(bar?.dividend) > 0)
            seen.see("split", isHeld && (bar?.splitRatio ?? 1) !== 1)
            if (listing[i]![t] === 1 || listing[i]![t] === 0) continue
            seen.see("death", isHeld)
            seen.see("delisting return", isHeld && data.delisting_return !== 0)
            cash += money[i]! * (1 + data.delisting_return)
            money[i] = 0
          }
          const atFill = cash + sum(money)
          for (let i = 0; i < money.length; i++) {
            const isOver = !(listing[i]![t]! >= 0)
            if (event[t] === 1 && !isOver)
              expectNear(
                orZero(drifted[t]![i]),
                money[i]! / atFill,
                `${asset(i)} of ${name} before fills ${t}`,
              )
            if (event[t] !== 1 || isOver || !passages[i]![t]!.trades) continue
            const wanted = orZero(filled[t]![i]) * atFill
            cash -= wanted - money[i]!
            money[i] = wanted
          }
          for (let i = 0; i < money.length; i++) money[i]! *= passages[i]![t]!.toClose
          const after = cash + sum(money)
          const where = `${name} at session ${t}`
          expectNear(growth[t]!, after / capital - 1, `return of ${where}`)
          for (let i = 0; i < money.length; i++)
            expectNear(orZero(held[t]![i]), money[i]! / after, `${asset(i)} of ${where}`)
          expectNear(1 - sum(held[t]!), cash / after, `cash of ${where}`)
        }
      }
    })
    fc.assert(property, effort(250))
    expect(seen.missing()).toEqual([])
  })

  it("that is not traded drifts with returns alone: a study that decides once never trades again", () => {
    const once = { allocation: { rebalance: { frequency: "once", day: "first_trading_day" } } }
    const drifting = tally("held")
    const property = fc.property(studies, (given) => {
      const { market } = given
      const program = run(set(given, { ...once, risk: { target_vol: undefined } }))
      const { panel, column } = bookOf(program, "final")
      const [held, turnover] = [panel("held"), panel("traded_turnover")]
      const listing = market.assets.map((asset) => listingOf(market, asset, program.config.data.delist_after))
      const growth = column("gross")
      const traded = new Set<number>()
      for (let t = 0; t < market.sessions.length && column("ruin")[t] !== 1; t++) {
        for (const [i, asset] of market.assets.entries()) {
          if (!(listing[i]![t]! >= 0)) continue
          if (turnover[t]![i]! > 0) {
            expect(traded.has(i), `${asset} is traded twice, again at session ${t}`).toBe(false)
            traded.add(i)
          } else if (t > 0 && orZero(held[t - 1]![i]) !== 0 && traded.has(i)) {
            drifting.see("held")
            const bars = market.bars[asset]!
            const from = lastBar(bars, t - 1)
            const bar = bars[t]
            const r = bar ? (bar.close * bar.splitRatio) / (bars[from]!.close - bar.dividend) : 1
            expectNear((held[t]![i]! * (1 + growth[t]!)) / r, held[t - 1]![i]!, `${asset} at session ${t}`)
          }
        }
      }
    })
    fc.assert(property, effort(100))
    expect(drifting.missing()).toEqual([])
  })
})

function lastBar(bars: ReadonlyArray<unknown>, from: number): number {
  let t = from
  while (bars[t] === null) t--
  return t
}
