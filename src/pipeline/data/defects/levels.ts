/** Stretches of rows whose prices stand on another level than the rest. */
import { log } from "../../../kernel/log.ts"
import { ratioText, splitLike } from "./splitLike.ts"
import type { Finding, SeriesKind } from "./Kind.ts"
import { runs } from "./runs.ts"
import { isSpike } from "./spikes.ts"
import { length, type Series } from "./Series.ts"

const units = [100, 1000]
const unitSlack = log(1.25)

/** 100 or 1000 for a jump up by it, 1/100 or 1/1000 for one down; undefined for others. */
function unitOf(jump: number): number | undefined {
  const unit = units.find((each) => Math.abs(Math.abs(log(jump)) - log(each)) <= unitSlack)
  return unit === undefined ? undefined : jump > 1 ? unit : 1 / unit
}

export const unitChange: SeriesKind = {
  kind: "unit_change",
  what: "prices × 100 or × 1000 (or ÷) for a stretch, cents for dollars; repair divides a stretch that has an end on both sides",
  smallest: "× 100 within a quarter, 2 rows",
  default: "refuse",
  allowed: ["refuse", "drop", "keep-and-flag", "repair"],
  find: (series) => {
    const { close, splitRatio } = series
    const found: Array<Finding> = []
    let next = 1
    while (next < length(series)) {
      const from = next++
      const jump = close[from]! / close[from - 1]!
      if (!(jump > 50 || jump < 0.02)) continue
      const unit = unitOf(jump)
      if (unit === undefined || (splitRatio[from]! > 0 && splitRatio[from] !== 1)) continue
      let to = from
      while (to + 1 < length(series) && unitOf(close[to + 1]! / close[to]!) !== 1 / unit) to++
      const isClosed = to + 1 < length(series)
      if (to === from && isClosed) continue // one row is a spike
      found.push({
        from,
        to,
        size: unit,
        detail: `prices × ${unit > 1 ? unit : `1/${Math.round(1 / unit)}`} from here to ${isClosed ? "the jump back" : "the end"}`,
        ...(isClosed ? { repair: () => rescale(series, from, to, unit) } : {}),
      })
      next = to + 2
    }
    return found
  },
}

/** adj_close goes with the rest where it jumps with it. */
function rescale(series: Series, from: number, to: number, unit: number): void {
  const { adjClose } = series
  const isAdjusted = unitOf(adjClose[from]! / adjClose[from - 1]!) === unit
  for (let row = from; row <= to; row++) {
    for (const name of ["open", "high", "low", "close"] as const) series[name][row]! /= unit
    if (isAdjusted) adjClose[row]! /= unit
  }
}

/** A part of the close that a day without a split moves by at most, next to adj_close. */
const continuous = 0.003

/**
 * The ratio by which the close jumps from the row before while adj_close does not, where no split is on record. A leap that
 * the next row takes back is none.
 */
export function unrecordedSplit({ close, adjClose, splitRatio }: Series, row: number): number | undefined {
  const beside = (close[row - 1]! / close[row]!) * (adjClose[row]! / adjClose[row - 1]!)
  if (!(beside > 1.4 || beside < 0.7)) return undefined
  if ((splitRatio[row]! > 0 && splitRatio[row] !== 1) || isSpike(close, row) || isSpike(close, row - 1))
    return undefined
  return splitLike(beside, continuous)
}

export const unadjustedSplit: SeriesKind = {
  kind: "unadjusted_split",
  what: "the close jumps by a ratio of splits that no record explains and adj_close does not follow; repair records the split",
  smallest: "a ratio of 1.5, within 0.3 % of it beside adj_close",
  default: "repair",
  allowed: ["refuse", "keep-and-flag", "repair"],
  find: (series) => {
    const { close, adjClose, splitRatio } = series
    const found: Array<Finding> = []
    for (let row = 1; row < length(series); row++) {
      const ratio = unrecordedSplit(series, row)
      if (ratio === undefined) continue
      found.push({
        from: row,
        to: row,
        size: ratio > 1 ? ratio : 1 / ratio,
        detail: `close ${close[row - 1]} to ${close[row]} like a split ${ratioText(ratio)} without a record; adj_close ${adjClose[row - 1]} to ${adjClose[row]}`,
        repair: () => void (splitRatio[row] = ratio),
      })
    }
    return found
  },
}

export const suspectedSplit: SeriesKind = {
  kind: "suspected_split",
  what: "the close jumps by a ratio of splits, without a record and without an adj_close beside that could tell; a true move can look so",
  smallest: "a ratio of 2, within 6 % of it, and 12 times the usual daily move",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: (series, { adjustment }) => {
    const { close, adjClose, splitRatio } = series
    const found: Array<Finding> = []
    for (let row = 1; row < length(series); row++) {
      const jump = close[row - 1]! / close[row]!
      if (!(jump > 1.8 || jump < 0.55)) continue
      if (splitRatio[row]! > 0 && splitRatio[row] !== 1) continue
      if (adjustment !== "split+dividend" && !Number.isNaN(adjClose[row]! / adjClose[row - 1]!)) continue
      if (isSpike(close, row) || isSpike(close, row - 1)) continue
      const ratio = splitLike(jump, 0.06)
      if (ratio === undefined) continue
      const detail = `close ${close[row - 1]} to ${close[row]} like a split ${ratioText(ratio)}`
      found.push({ from: row, to: row, size: ratio > 1 ? ratio : 1 / ratio, detail })
    }
    return found
  },
}

/** Rows of the stretch, and of those that differ around it: one row whose adj_close is off is another kind. */
const fewestMixed = 5

export const mixedAdjustment: SeriesKind = {
  kind: "mixed_adjustment",
  what: "a stretch of rows whose close is the adj_close itself, though rows before or after it differ: adjusted prices among others",
  smallest: "5 rows, 0.5 % of the price",
  default: "keep-and-flag",
  allowed: ["refuse", "drop", "keep-and-flag"],
  find: ({ close, adjClose }) => {
    const isEqual = (row: number) => Math.abs(adjClose[row]! / close[row]! - 1) < 1e-6
    const differing = (from: number, by: 1 | -1): number => {
      let count = 0
      while (
        count < fewestMixed &&
        Math.abs(adjClose[from + count * by]! / close[from + count * by]! - 1) >= 1e-6
      )
        count++
      return count
    }
    const found: Array<Finding> = []
    for (const [from, to] of runs(close.length, isEqual)) {
      // equal rows at the end are as they should be; equal rows that end before others that differ are not
      const others = differing(from - 1, -1) + differing(to + 1, 1)
      if (to - from + 1 < fewestMixed || to + 1 === close.length || others < fewestMixed) continue
      const step = Math.abs(adjClose[to + 1]! / close[to + 1]! - 1)
      if (step >= 0.005)
        found.push({
          from,
          to,
          size: step,
          detail: `${to - from + 1} rows whose close is the adj_close, which then is ${(step * 100).toFixed(1)} % off`,
        })
    }
    return found
  },
}
