import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { parseIsoDate } from "../../../../src/kernel/civilDate.ts"
import { kinds } from "../../../../src/pipeline/data/defects/catalogue.ts"
import type { Policies } from "../../../../src/pipeline/data/defects/policies.ts"
import { importBars } from "../../../../src/pipeline/data/importBars.ts"
import { tableOf } from "../tables.ts"
import { cleanRows, faults, plant, type Row } from "./planter.ts"

const header = "date,ticker,open,high,low,close,adj_close,volume,dividend,split_ratio"

const tableOfRows = (rows: ReadonlyArray<Row>) =>
  tableOf(
    header,
    rows.map((row) => [
      row.date,
      row.ticker,
      ...[row.open, row.high, row.low, row.close, row.adj_close, row.volume, row.dividend, row.split_ratio],
    ]),
  )

/** So that what is refused by default is reported like the rest. */
const lenient: Policies = {
  duplicate_conflicting: "drop",
  unit_change: "keep-and-flag",
  time_zone_shift: "repair",
}

const found = (rows: ReadonlyArray<Row>) =>
  Result.getOrThrow(
    importBars([tableOfRows(rows)], {
      adjustment: "raw",
      policies: lenient,
      today: parseIsoDate("2025-01-01")!,
    }),
  )

describe("clean random markets", () => {
  it.each([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])("of seed %i have no defect", (seed) => {
    const { defects } = found(cleanRows(seed, "2013-01-02", "2024-12-31"))
    // the demo market halts GONE before its end, on purpose (docs/demo-market.md)
    expect(defects.filter(({ asset }) => asset !== "GONE")).toEqual([])
    expect(new Set(defects.map(({ kind }) => kind))).toEqual(new Set(["zero_volume", "missing_session"]))
  })
})

/** An index without volume or dividends, bills that hardly move, and those that come late or go early. */
const unfit = ["VOLX", "TBIL", "LATE", "GONE"]

/** What follows from a fault by its nature: a row that goes leaves a session without a row. */
const follows = (kind: string): ReadonlyArray<string> => [kind, "missing_session", "adjustment_inconsistent"]

const markets = [cleanRows(101), cleanRows(102)]

describe("planted by seed", () => {
  it.each(Object.keys(faults))("%s is found with its asset and date", (kind) => {
    expect(kinds.map((each) => each.kind)).toContain(kind)
    for (let seed = 1; seed <= 8; seed++) {
      const clean = markets[seed % 2]!
      const assets = [...new Set(clean.map(({ ticker }) => ticker))].filter(
        (ticker) => !unfit.includes(ticker),
      )
      const { rows, planted } = plant(kind, seed * 7919, clean, assets)
      const { defects } = found(rows)
      const hit = defects.some(
        ({ kind: named, asset, date, until = date }) =>
          named === planted.kind && asset === planted.asset && planted.date >= date && planted.date <= until,
      )
      const beside = defects.filter(
        ({ kind: named, asset }) =>
          asset !== "GONE" && (asset !== planted.asset || !follows(kind).includes(named)),
      )
      expect({ seed, planted, hit, beside, defects: hit ? [] : defects }).toMatchObject({
        hit: true,
        beside: [],
      })
    }
  })
})
