/** What records of dividends and splits say, against the prices beside them. */
import { log } from "../../../kernel/log.ts"
import { resolution } from "../import/resolution.ts"
import { type Finding, type SeriesKind } from "./Kind.ts"
import { unrecordedSplit } from "./levels.ts"
import { length, type Series } from "./Series.ts"

const ratioAt = ({ splitRatio }: Series, row: number): number => (splitRatio[row]! > 0 ? splitRatio[row]! : 1)

export const adjustmentContradicted: SeriesKind = {
  kind: "adjustment_contradicted",
  what: "on the day of a recorded split prices jump though they are stated to be adjusted, or do not though stated raw",
  smallest: "a ratio of 1.5",
  default: "refuse",
  allowed: ["refuse", "keep-and-flag"],
  find: (series, { adjustment }) => {
    const found: Array<Finding> = []
    for (let row = 1; row < length(series); row++) {
      const ratio = ratioAt(series, row)
      const move = log(series.close[row]! / series.close[row - 1]!)
      if (Math.abs(log(ratio)) < log(1.5) - 1e-9 || Number.isNaN(move)) continue
      const jumps = Math.abs(move + log(ratio)) < Math.abs(move)
      if (jumps === (adjustment === "raw")) continue
      found.push({
        from: row,
        to: row,
        size: ratio > 1 ? ratio : 1 / ratio,
        detail: `close ${series.close[row - 1]} to ${series.close[row]} on a split of ratio ${ratio}, stated --adjustment ${adjustment}`,
      })
    }
    return found
  },
}

export const adjustmentInconsistent: SeriesKind = {
  kind: "adjustment_inconsistent",
  what: "the move of adj_close is not the one that close, dividend and split give",
  smallest: "1e-6 of the price on top of twice the rounding of prices",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: (series, { adjustment, given }) => {
    if (!given.has("adj_close") || !given.has("dividend") || adjustment === "split+dividend") return []
    const { close, adjClose, dividend } = series
    const steps = [resolution(close), resolution(adjClose)] as const
    const half = (step: (typeof steps)[number], price: number) => step.absolute / price + step.relative
    const found: Array<Finding> = []
    for (let row = 1; row < length(series); row++) {
      const paid = Number.isNaN(dividend[row]!) ? 0 : dividend[row]!
      // a split that no record has is a kind of its own; what else is wrong that day shows beside it
      const ratio = unrecordedSplit(series, row) ?? (adjustment === "raw" ? ratioAt(series, row) : 1)
      const ours = (close[row]! * ratio) / (close[row - 1]! - paid)
      const theirs = adjClose[row]! / adjClose[row - 1]!
      const off = Math.abs(ours / theirs - 1)
      const noise =
        half(steps[0], close[row]!) +
        half(steps[0], close[row - 1]!) +
        half(steps[1], adjClose[row]!) +
        half(steps[1], adjClose[row - 1]!)
      if (off > 1e-6 + 2 * noise)
        found.push({
          from: row,
          to: row,
          size: off,
          detail: `adj_close moves × ${theirs}, close with dividend and split × ${ours}`,
        })
    }
    return found
  },
}

/** A return of which rounding alone may make this much is no return. */
export const coarse = 1e-3
const fewest = 20

export const coarseRounding: SeriesKind = {
  kind: "coarse_rounding",
  information: true,
  what: "prices are written so coarsely that rounding alone moves returns by 0.1 % or more",
  smallest: "a half step of 0.1 % of the least close, 20 rows",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: ({ close }) => {
    if (close.length < fewest) return [] // a handful of round prices says nothing of the others
    const step = resolution(close).absolute
    let row = -1
    for (let at = 0; at < close.length; at++)
      if (step / close[at]! >= coarse && !(close[at]! >= close[row]!)) row = at
    if (row < 0) return []
    const detail = `prices in steps of ${2 * step}, ${((step / close[row]!) * 100).toFixed(2)} % of a close of ${close[row]}`
    return [{ from: row, to: row, size: step / close[row]!, detail }]
  },
}
