import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import type * as Panel from "../../../src/domain/Panel.ts"
import { parseIsoDate } from "../../../src/kernel/civilDate.ts"
import { Fills } from "../../../src/pipeline/execution/fills/fills.ts"
import { Orders } from "../../../src/pipeline/execution/fills/orders.ts"
import {
  type FillNotes,
  notesType,
  type Orders as OrderRecord,
  ordersType,
} from "../../../src/pipeline/execution/fills/OrderRecord.ts"
import { makeMarket, shapes } from "./market.ts"

const timings = fc.record({
  execution_time: fc.constantFrom("next_open", "signal_close"),
  delay_sessions: fc.constantFrom(0, 0, 1, 3),
})
const context = { skip: 0, state: undefined, seed: 0 }

describe("execution/orders", () => {
  it("names exactly what the fills traded, at the weight they traded to", () => {
    let named = 0
    fc.assert(
      fc.property(shapes(), timings, (shape, timing) => {
        const market = makeMarket(shape)
        const config = Schema.decodeUnknownSync(Fills.spec.config)(timing)
        const { out } = Fills.spec.run({ ...market }, config, context) as { out: Record<string, Panel.Panel> }
        const inputs = { ...market, drifted: out["drifted"], book: out["book"] }
        const decoded = Schema.decodeUnknownSync(Orders.spec.config)(timing)
        const { orders, notes } = Orders.spec.run(inputs, decoded, context) as {
          orders: OrderRecord
          notes: FillNotes
        }
        const { assets, calendar } = market.listing
        const traded = new Set<string>()
        for (const entry of orders) {
          for (const { date, assets: filled } of entry.fills) {
            const t = Calendar.rowOf(calendar, parseIsoDate(date)!)
            for (const asset of filled) {
              const weight = out["filled"]!.values[t * assets.length + assets.indexOf(asset)]
              expect(weight).toBe(entry.order[asset]! * entry.scale! + 0)
              expect(traded.has(`${t} ${asset}`)).toBe(false)
              traded.add(`${t} ${asset}`)
              named++
            }
          }
          const ends = [...entry.fills.flatMap((fill) => fill.assets), ...entry.replaced, ...entry.cancelled]
          if (notes.ruin === null && entry.due !== null) {
            expect([...ends, ...entry.waiting].toSorted()).toEqual(Object.keys(entry.order).toSorted())
          }
        }
        out["traded_turnover"]!.values.forEach((turnover, at) => {
          if (!(turnover > 0) || market.listing.values[at] !== 1) return
          expect(traded.has(`${Math.floor(at / assets.length)} ${assets[at % assets.length]}`)).toBe(true)
        })
        expect(ordersType.decode(ordersType.encode(orders))).toEqual(orders)
        expect(notesType.decode(notesType.encode(notes))).toEqual(notes)
      }),
      { seed: 1, numRuns: 300 },
    )
    expect(named).toBeGreaterThan(2000)
  })
})
