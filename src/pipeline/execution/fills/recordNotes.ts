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
  const { calendar } = listing
  const ruin = Series.column(book, "ruin").indexOf(1)
  return {
    optimistic_fill: optimistic,
    stale_price: stalePrices(listing, drifted),
    delisted: endings(listing, drifted),
    open_orders: orders.flatMap(({ decision, open, waiting }) =>
      open ? [{ decision, assets: waiting }] : [],
    ),
    ruin: ruin < 0 ? null : Calendar.isoAt(calendar, ruin),
  }
}

/** Cells, in order of assets and then of sessions, at which something is held without a bar and the listing is as asked. */
function heldCells(
  { values, assets }: Panel.Panel,
  drifted: Panel.Panel,
  asks: (listing: number) => boolean,
): ReadonlyArray<{ readonly asset: number; readonly row: number }> {
  const width = assets.length
  const found: Array<{ asset: number; row: number }> = []
  for (let at = 0; at < values.length; at++) {
    const state = values[at]!
    if (state === 1) continue // a bar, as nearly everywhere
    if (asks(state) && Math.abs(drifted.values[at]!) > 0)
      found.push({ asset: at % width, row: Math.floor(at / width) })
  }
  return found.sort((a, b) => a.asset - b.asset || a.row - b.row)
}

function stalePrices(listing: Panel.Panel, drifted: Panel.Panel): FillNotes["stale_price"] {
  const { calendar, assets } = listing
  const spans: Array<{ asset: string; from: string; to: string; sessions: number }> = []
  let previous = { asset: -1, row: -2 }
  for (const { asset, row } of heldCells(listing, drifted, (state) => state === 0)) {
    const to = Calendar.isoAt(calendar, row)
    const last = spans.at(-1)
    if (last !== undefined && previous.asset === asset && previous.row === row - 1)
      spans[spans.length - 1] = { ...last, to, sessions: last.sessions + 1 }
    else spans.push({ asset: assets[asset]!, from: to, to, sessions: 1 })
    previous = { asset, row }
  }
  return spans
}

function endings(listing: Panel.Panel, drifted: Panel.Panel): FillNotes["delisted"] {
  const { calendar, assets } = listing
  return heldCells(listing, drifted, isGone).map(({ asset, row }) => ({
    asset: assets[asset]!,
    date: Calendar.isoAt(calendar, row),
    weight: drifted.values[row * assets.length + asset]!,
  }))
}
