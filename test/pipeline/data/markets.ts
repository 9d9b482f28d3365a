/** Random bars with gaps, deaths, dividends and splits, drawn from one integer. */
import * as Panel from "../../../src/domain/Panel.ts"
import type { ListingTable } from "../../../src/pipeline/data/listingTable.ts"
import { formatIsoDate } from "../../../src/kernel/civilDate.ts"
import { chance, panelOf, type Shape } from "../../laws/markets.ts"

export interface BarPanels {
  readonly open: Panel.Panel
  readonly high: Panel.Panel
  readonly low: Panel.Panel
  readonly close: Panel.Panel
  readonly dividend: Panel.Panel
  readonly split_ratio: Panel.Panel
}

/** Gaps come in runs, so that some are longer than any limit; asset 2 has none of its bars at all. */
export function barsOf(shape: Shape): BarPanels {
  const next = chance(shape.seed + 3)
  const left = new Float64Array(shape.width)
  const level = new Float64Array(shape.width).fill(50)
  const close = panelOf(shape, (draw, _, i) => {
    if (left[i]! > 0) left[i] = left[i]! - 1
    else if (draw() < 0.12) left[i] = Math.floor(draw() * 9)
    level[i] = level[i]! * (0.97 + draw() * 0.06)
    return i === 2 || left[i]! > 0 ? NaN : level[i]
  })
  const on = (cell: (close: number) => number) => Panel.like(close, close.values.map(cell))
  const known = (cell: () => number) => on((price) => (Number.isNaN(price) && next() < 0.9 ? NaN : cell()))
  return {
    close,
    open: on((price) => (next() < 0.1 ? NaN : price * (0.99 + next() * 0.02))),
    high: on((price) => price * 1.02),
    low: on((price) => price * 0.98),
    dividend: known(() => (next() < 0.1 ? next() : 0)),
    split_ratio: known(() => (next() < 0.05 ? 2 : 1)),
  }
}

/** A date for about half of the assets; some before, some after the data. */
export function tableOf(shape: Shape, { close }: BarPanels): ListingTable {
  const next = chance(shape.seed + 11)
  const { sessions } = close.calendar
  const first = sessions[0] ?? 10_000
  const span = (sessions[sessions.length - 1] ?? first) - first + 20
  return Object.fromEntries(
    close.assets.map((asset) => {
      const delisted = next() < 0.5 ? formatIsoDate(first - 10 + Math.floor(next() * span)) : null
      return [asset, { first: formatIsoDate(first), delisted }]
    }),
  )
}
