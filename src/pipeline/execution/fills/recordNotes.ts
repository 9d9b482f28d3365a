import * as Calendar from "../../../domain/Calendar.ts"
import * as Panel from "../../../domain/Panel.ts"
import * as Series from "../../../domain/Series.ts"
import { isGone } from "../../../kernel/bookOrders.ts"
import type { FillNotes, Orders } from "./OrderRecord.ts"

/**
 * What a reader must know beside the numbers.
 *
 * @param drifted weights right before each session's fills: not 0 and not NaN = held into that session
 */
export function recordNotes(
  orders: Orders,
  listing: Panel.Panel,
  drifted: Panel.Panel,
  book: Series.Series,
  optimistic: boolean,
): FillNotes {
  const { calendar, assets } = listing
  const ruin = Series.column(book, "ruin").indexOf(1)
  return {
    optimistic_fill: optimistic,
    stale_price: assets.flatMap((_, i) => stalePrices(listing, drifted, i)),
    delisted: assets.flatMap((_, i) => endings(listing, drifted, i)),
    open_orders: orders.flatMap(({ decision, open, waiting }) =>
      open ? [{ decision, assets: waiting }] : [],
    ),
    ruin: ruin < 0 ? null : Calendar.isoAt(calendar, ruin),
  }
}

const isHeld = (drifted: Panel.Panel, at: number): boolean => Math.abs(drifted.values[at]!) > 0

function stalePrices(listing: Panel.Panel, drifted: Panel.Panel, asset: number): FillNotes["stale_price"] {
  const { calendar, assets, values } = listing
  const spans: Array<{ asset: string; from: string; to: string; sessions: number }> = []
  let previous = -2
  for (let t = 0; t < Panel.rows(listing); t++) {
    const at = t * assets.length + asset
    if (values[at] !== 0 || !isHeld(drifted, at)) continue
    const to = Calendar.isoAt(calendar, t)
    const last = spans.at(-1)
    if (previous === t - 1 && last !== undefined)
      spans[spans.length - 1] = { ...last, to, sessions: last.sessions + 1 }
    else spans.push({ asset: assets[asset]!, from: to, to, sessions: 1 })
    previous = t
  }
  return spans
}

function endings(listing: Panel.Panel, drifted: Panel.Panel, asset: number): FillNotes["delisted"] {
  const { calendar, assets, values } = listing
  return Array.from(calendar.sessions, (_, t) => t).flatMap((t) => {
    const at = t * assets.length + asset
    if (!isGone(values[at]!) || !isHeld(drifted, at)) return []
    return [{ asset: assets[asset]!, date: Calendar.isoAt(calendar, t), weight: drifted.values[at]! }]
  })
}
