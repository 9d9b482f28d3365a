/** Bars that repeat, and days without trade. */
import { coarse } from "./consistency.ts"
import { resolution } from "../import/resolution.ts"
import { countedNoun } from "../../../kernel/countedNoun.ts"
import type { Finding, SeriesKind } from "./Kind.ts"
import { runs } from "./runs.ts"
import { length, type Series } from "./Series.ts"

const prices = ["open", "high", "low", "close"] as const

const repeats = (series: Series, row: number): boolean =>
  row > 0 &&
  prices.every(
    (name) =>
      series[name][row] === series[name][row - 1] ||
      (Number.isNaN(series[name][row]!) && Number.isNaN(series[name][row - 1]!)),
  )

/** A day without any trade at the last price: no bar that repeats needs another reason. */
const isIdle = ({ volume }: Series, row: number): boolean => volume[row] === 0

/** Where prices have many steps to choose from, a repeat of all four is no chance if open and close differ. */
const isWholeBar = ({ open, close, volume }: Series, row: number, halfStep: number): boolean =>
  volume[row] === volume[row - 1] ||
  (!Number.isNaN(open[row]!) && open[row] !== close[row] && halfStep / close[row]! < coarse)

export const paddedRows: SeriesKind = {
  kind: "padded_rows",
  what: "rows at the end of an asset that repeat its last close without volume: it no longer trades",
  smallest: "5 rows",
  default: "drop",
  allowed: ["refuse", "drop", "keep-and-flag"],
  find: (series, { given }) => {
    if (!given.has("volume")) return []
    let from = length(series)
    while (from > 1 && series.close[from - 1] === series.close[from - 2] && !(series.volume[from - 1]! > 0))
      from--
    const count = length(series) - from
    if (count < 5) return []
    return [
      {
        from,
        to: length(series) - 1,
        size: count,
        detail: `${count} rows repeat the close ${series.close[from]} without volume to the end`,
      },
    ]
  },
}

export const stalePrices: SeriesKind = {
  kind: "stale_prices",
  what: "rows that repeat the whole bar before them (volume too, or an open other than the close, in prices that are not coarse); or any bar, often",
  smallest: "2 repeats of a whole bar, 5 of another",
  default: "keep-and-flag",
  allowed: ["refuse", "drop", "keep-and-flag"],
  find: (series) => {
    const found: Array<Finding> = []
    const stretches = runs(length(series), (row) => repeats(series, row) && !isIdle(series, row))
    const halfStep = stretches.length === 0 ? 0 : resolution(series.close).absolute
    for (const [from, to] of stretches) {
      const count = to - from + 1
      const isSure = series.volume[from]! > 0 && isWholeBar(series, from, halfStep) ? count >= 2 : count >= 5
      if (isSure)
        found.push({
          from,
          to,
          size: count,
          detail: `${countedNoun(count, "row")} repeat the bar before: close ${series.close[from]}`,
        })
    }
    return found
  },
}

const hasVolume = ({ volume }: Series): boolean => volume.some((shares) => shares > 0)

export const noVolume: SeriesKind = {
  kind: "no_volume",
  information: true,
  what: "the volume is 0 on every row: an index, or the source has none",
  smallest: "1 asset",
  default: "keep-and-flag",
  allowed: ["refuse", "keep-and-flag"],
  find: (series) => {
    if (hasVolume(series) || !series.volume.includes(0)) return []
    const to = length(series) - 1
    return [{ from: 0, to, size: to + 1, detail: `no volume on any of ${countedNoun(to + 1, "row")}` }]
  },
}

export const zeroVolume: SeriesKind = {
  kind: "zero_volume",
  what: "a volume of 0 on a session of an asset that has volume on others",
  smallest: "1 row",
  default: "keep-and-flag",
  allowed: ["refuse", "drop", "keep-and-flag"],
  find: (series) =>
    runs(hasVolume(series) ? length(series) : 0, (row) => series.volume[row] === 0).map(([from, to]) => ({
      from,
      to,
      size: to - from + 1,
      detail: `${countedNoun(to - from + 1, "row")} with a volume of 0`,
    })),
}
