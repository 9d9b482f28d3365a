/** Dividends and splits as the stated adjustment leaves them, one asset at a time, in place. */
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { ColumnName } from "../Bars.ts"
import type { Noted } from "../defects/DefectLog.ts"
import { countedNoun } from "../../../kernel/countedNoun.ts"
import { length, type Series } from "../defects/Series.ts"
import type { Adjustment, DividendSource } from "../SnapshotManifest.ts"
import { impliedDividends } from "./impliedDividends.ts"

/** Where dividends will come from. */
export function dividendSourceOf(given: ReadonlySet<ColumnName>, adjustment: Adjustment): DividendSource {
  if (adjustment === "split+dividend") return "none"
  if (given.has("dividend")) return "stated"
  return given.has("adj_close") ? "implied" : "none"
}

const isSplit = (ratio: number): boolean => ratio > 0 && ratio !== 1

/**
 * Recorded splits and dividends as numbers without NaN, and prices as traded where the splits are known. Prices that are
 * adjusted for splits are multiplied by the product of the later ratios, volumes divided by it; a dividend is per share before its day's
 * split, so that day's ratio counts for it too. What is contained in prices adjusted for both is ignored, on record.
 */
export function turnBack(series: Series, adjustment: Adjustment): ReadonlyArray<Noted> {
  const { splitRatio, dividend } = series
  const isAction = (row: number) =>
    isSplit(splitRatio[row]!) || (adjustment === "split+dividend" && dividend[row]! > 0)
  let [first, count] = [-1, 0]
  for (let row = 0; row < length(series); row++) {
    if (adjustment !== "raw" && isAction(row)) {
      if (count++ === 0) first = row
    }
    const isContained = adjustment === "split+dividend"
    if (isContained || !(splitRatio[row]! > 0)) splitRatio[row] = 1 // sources write "no split" as nothing, 0 or 1
    if (isContained || Number.isNaN(dividend[row]!)) dividend[row] = 0
  }
  if (count === 0) return []
  if (adjustment === "split") multiplyByLaterSplits(series)
  const detail =
    adjustment === "split"
      ? `${count} splits taken out of prices and volumes, which are as traded now`
      : `${count} dividends or splits beside prices that contain them (--adjustment ${adjustment})`
  return [noted(series, "already_adjusted", first, detail, adjustment === "split" ? "repaired" : "ignored")]
}

function multiplyByLaterSplits(series: Series): void {
  const { open, high, low, close, volume, dividend, splitRatio } = series
  let later = 1
  for (let row = length(series) - 1; row >= 0; row--) {
    dividend[row]! *= later * splitRatio[row]!
    for (const column of [open, high, low, close]) column[row]! *= later
    volume[row]! /= later
    later *= splitRatio[row]!
  }
}

/** Fills `dividend` from the adjusted close. */
export function implyDividends(series: Series): ReadonlyArray<Noted> {
  const implied = impliedDividends(series)
  series.dividend.set(implied)
  const found: Array<Noted> = []
  const add = (kind: string, isSo: (amount: number, row: number) => boolean, what: string) => {
    const first = implied.findIndex(isSo)
    if (first < 0) return
    const amounts = countedNoun(implied.filter(isSo).length, "implied dividend")
    const detail = `${amounts} ${what}, first ${Number(implied[first]!.toPrecision(6))} at a close of ${series.close[first]}`
    found.push(noted(series, kind, first, detail, "kept"))
  }
  add("negative_implied_dividend", (amount) => amount < 0, "below zero")
  add(
    "large_implied_dividend",
    (amount, row) => amount > series.close[row]! / 4,
    "above a quarter of the close",
  )
  return found
}

const noted = (
  series: Series,
  kind: string,
  row: number,
  detail: string,
  action: Noted["action"],
): Noted => ({
  kind,
  asset: series.asset,
  date: formatIsoDate(series.session[row]!),
  detail,
  action,
  row: 0,
  file: "",
  size: undefined,
  count: 1,
})
