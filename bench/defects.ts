/**
 * CPU of the defect report: series, detectors and bars of demo markets stacked to 600 assets of twelve years.
 *
 *   npm run bench -- defects
 */
import * as Result from "effect/Result"
import { generateDemoMarket } from "../src/pipeline/data/demo/generateDemoMarket.ts"
import type { DecodedFile } from "../src/pipeline/data/import/ImportRows.ts"
import { importBars } from "../src/pipeline/data/importBars.ts"
import { tableLayout } from "../src/pipeline/data/tableLayout.ts"
import { median } from "./median.ts"

const markets = Array.from({ length: 55 }, (_, seed) => generateDemoMarket({ seed }).bars)
const names = ["open", "high", "low", "close", "adjClose", "volume", "dividend", "splitRatio"] as const

function file(): DecodedFile {
  const layout = Result.getOrThrow(
    tableLayout("stack", "date,ticker,open,high,low,close,adj_close,volume,dividend,split_ratio".split(",")),
  )
  const rows = markets.reduce((sum, { session }) => sum + session.length, 0)
  const date = new Int32Array(rows)
  const index = new Int32Array(rows)
  const numbers = names.map(() => new Float64Array(rows))
  let at = 0
  let first = 0
  for (const bars of markets) {
    date.set(bars.session, at)
    for (let row = 0; row < bars.ticker.length; row++) index[at + row] = bars.ticker[row]! + first
    for (const [i, name] of names.entries()) numbers[i]!.set(bars[name], at)
    at += bars.session.length
    first += bars.tickers.length
  }
  const tickers = markets.flatMap(({ tickers: own }, seed) => own.map((ticker) => `${ticker}${seed}`))
  return {
    layout,
    table: { file: "stack", rows, date, ticker: { names: tickers, index }, numbers, notes: [] },
  }
}

const table = file()
const seconds: Array<number> = []
for (let round = 0; round < 5; round++) {
  const before = process.cpuUsage()
  const { defects } = Result.getOrThrow(importBars([table], { adjustment: "raw" }))
  const { user, system } = process.cpuUsage(before)
  seconds.push((user + system) / 1e6)
  if (round === 0) console.log(`${table.table.rows} rows, ${defects.length} defects`)
}
console.log(`tables to bars with the defect report: ${median(seconds).toFixed(2)} s of CPU (median of 5)`)
