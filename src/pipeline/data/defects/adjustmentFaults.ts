import { exp } from "../../../kernel/exp.ts"
import { log } from "../../../kernel/log.ts"
import { resolution } from "../import/resolution.ts"
import { type AssetRows, priceOf } from "./AssetRows.ts"
import type { Finding, RowKind } from "./DefectKind.ts"
import { movesOf, splitOf } from "./priceJumps.ts"

const cache = new WeakMap<AssetRows, Float64Array>()

/** ln apart: what the adjusted close moves more than the close, beyond what rounding of the four prices can make. */
function apartOf(asset: AssetRows): Float64Array {
  const known = cache.get(asset) ?? computeApart(asset)
  cache.set(asset, known)
  return known
}

function computeApart(asset: AssetRows): Float64Array {
  const { price, adjusted } = movesOf(asset)
  const closes = priceOf(asset)
  const { adj_close } = asset.columns
  const [ofClose, ofAdjusted] = [resolution(closes), resolution(adj_close)]
  return price.map((move, i) => {
    const apart = adjusted[i]! - move
    if (i === 0 || Number.isNaN(apart)) return NaN
    const noise =
      ofClose.absolute / closes[i]! +
      ofClose.absolute / closes[i - 1]! +
      ofAdjusted.absolute / adj_close[i]! +
      ofAdjusted.absolute / adj_close[i - 1]! +
      2 * (ofClose.relative + ofAdjusted.relative)
    return Math.abs(apart) <= 2 * noise ? 0 : apart
  })
}

/** Two jumps apart that undo each other on successive rows: one cell is wrong, that which moved more. */
function spikes(
  asset: AssetRows,
  least: number,
): ReadonlyArray<{ at: number; ofClose: boolean; apart: number }> {
  const apart = apartOf(asset)
  const { price, adjusted } = movesOf(asset)
  const found: Array<{ at: number; ofClose: boolean; apart: number }> = []
  for (let i = 1; i + 1 < apart.length; i++) {
    const size = Math.abs(apart[i]!)
    if (!(size >= least) || !(Math.abs(apart[i]! + apart[i + 1]!) <= size / 10)) continue
    const ofClose =
      Math.abs(price[i]!) + Math.abs(price[i + 1]!) > Math.abs(adjusted[i]!) + Math.abs(adjusted[i + 1]!)
    found.push({ at: i, ofClose, apart: apart[i]! })
    i++ // the way back is no second one
  }
  return found
}

const percent = (apart: number): string => `${((exp(Math.abs(apart)) - 1) * 100).toFixed(2)} %`

const leastSpike = 0.01

export const adjCloseSpike: RowKind = {
  kind: "adj_close_spike",
  title: "an adjusted close that leaves the close for one row and comes back",
  smallest: "1 %",
  level: "defect",
  allowed: ["drop", "keep-and-flag", "refuse"],
  byDefault: "drop",
  find: (asset) =>
    spikes(asset, leastSpike)
      .filter(({ ofClose }) => !ofClose)
      .map(({ at, apart }) => ({
        from: at,
        to: at + 1,
        fields: ["adj_close"],
        detail: `adj_close ${asset.columns.adj_close[at]} is off by ${percent(apart)} for one row`,
      })),
}

/** Rows whose close alone leaves the adjusted one and comes back: evidence of a bad tick. */
export const closeSpikes = (asset: AssetRows): ReadonlySet<number> =>
  new Set(
    spikes(asset, log(1.05))
      .filter(({ ofClose }) => ofClose)
      .map(({ at }) => at),
  )

/**
 * The close rises against the adjusted close as no dividend can make it: a stretch of adjusted prices begins or ends among
 * raw ones. Kept, since implied dividends below zero then give the returns of the adjusted close.
 */
export const mixedAdjustment: RowKind = {
  kind: "mixed_adjustment",
  title: "a stretch in which the close is adjusted otherwise than in the rest",
  smallest: "2 % and 2 rows",
  level: "defect",
  allowed: ["keep-and-flag", "drop", "refuse"],
  byDefault: "keep-and-flag",
  find: (asset) => {
    const apart = apartOf(asset)
    const single = new Set(spikes(asset, leastSpike).flatMap(({ at }) => [at, at + 1]))
    return Array.from(apart.keys()).flatMap((i): ReadonlyArray<Finding> => {
      if (!(apart[i]! <= -0.02) || single.has(i) || splitOf(apart[i]!, 0.005) !== undefined) return []
      const start = opposite(apart, i)
      return [
        {
          from: start,
          to: i,
          detail: `the close and the adjusted close part by ${percent(apart[i]!)} as no dividend parts them, up to row ${asset.at[i]! + 1}`,
        },
      ]
    })
  },
}

/** The nearest earlier row where they part the other way by as much; the first row where there is none. */
function opposite(apart: Float64Array, at: number): number {
  for (let i = at - 1; i > 0; i--) {
    if (Math.abs(apart[i]! + apart[at]!) <= Math.abs(apart[at]!) / 10) return i
  }
  return 0
}

/** Stated dividends and splits that do not make the source's own adjusted close. */
export const inconsistentAdjustment: RowKind = {
  kind: "inconsistent_adjustment",
  title: "an adjusted close that the stated dividends and splits do not make",
  smallest: "0.1 % of the price",
  level: "defect",
  allowed: ["keep-and-flag", "refuse"],
  byDefault: "keep-and-flag",
  find: (asset, { given, adjustment }) => {
    if (!given.has("dividend") || adjustment === "split+dividend") return []
    const apart = apartOf(asset)
    const closes = priceOf(asset)
    const { dividend } = asset.columns
    const skipped = new Set([...spikes(asset, leastSpike).flatMap(({ at }) => [at, at + 1])])
    return Array.from(apart.keys()).flatMap((i) => {
      const paid = dividend[i]! > 0 ? -log(1 - dividend[i]! / closes[i - 1]!) : 0
      if (
        skipped.has(i) ||
        !(Math.abs(apart[i]! - paid) > 1e-3) ||
        splitOf(apart[i]! - paid, 0.005) !== undefined
      )
        return []
      return [
        {
          from: i,
          to: i + 1,
          detail: `the adjusted close says ${percent(apart[i]!)} was paid, the row ${percent(paid)}`,
        },
      ]
    })
  },
}
