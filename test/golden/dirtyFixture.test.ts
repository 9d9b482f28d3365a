import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { readTable } from "../../src/io/readTable.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { Policies } from "../../src/pipeline/data/defects/policies.ts"
import { type ImportOptions, importBars } from "../../src/pipeline/data/importBars.ts"
import { tableLayout } from "../../src/pipeline/data/tableLayout.ts"
import { describeGolden } from "./support.ts"

const data = resolve(import.meta.dirname, "../../../shared/data")

const imported = (file: string, options: ImportOptions) =>
  Effect.gen(function* () {
    const table = yield* readTable(join(data, file), (names) => tableLayout(file, names))
    return importBars([table], options)
  })

const found = async (file: string, options: ImportOptions) => {
  const { defects, information } = Result.getOrThrow(await Effect.runPromise(imported(file, options)))
  return { defects, information, all: [...defects, ...information] }
}

/** The kind by which Sage knows what the fixture's makers planted. */
const kindOf: Readonly<Record<string, string>> = {
  duplicate_identical: "duplicate_identical",
  duplicate_conflicting: "duplicate_conflicting",
  bad_tick_close_x10: "bad_tick",
  high_low_swapped: "high_low_swapped",
  missing_session: "missing_session",
  out_of_order: "unsorted_rows",
  weekend_row: "weekend_row",
  holiday_row: "holiday_row",
  zero_volume: "zero_volume",
  blank_prices: "blank_rows",
  nan_literal: "nan_literal",
  unadjusted_split_4_for_1: "unadjusted_split",
  stale_prices: "stale_prices",
  zero_close: "zero_price",
  negative_low: "negative_price",
  negative_volume: "negative_volume",
  other_date_format: "other_date_format",
  early_end: "early_end",
  late_start: "late_start",
  adj_close_spike: "adj_close_spike",
  ticker_case: "ticker_case",
  leading_space: "surrounding_space",
  thousands_separator: "thousands_separator",
  partial_last_bar: "partial_last_bar",
}

describeGolden("the planted defects", ["data/dirty-fixture.csv", "data/dirty-fixture-truth.csv"], () => {
  const truth = readFileSync(join(data, "dirty-fixture-truth.csv"), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",") as [string, string, string])
  const policies: Policies = { duplicate_conflicting: "drop" }

  it("are found, each with its asset, date and kind, and nothing beside them", async () => {
    const { all } = await found("dirty-fixture.csv", { adjustment: "split", policies })
    const isPlanted = (kind: string, asset: string, date: string, until = date) =>
      truth.some(
        ([ticker, day, name]) => kindOf[name] === kind && ticker === asset && day >= date && day <= until,
      )
    const missed = truth.filter(
      ([ticker, day, name]) =>
        !all.some(
          ({ kind, asset, date, until = date }) =>
            kind === kindOf[name] && asset === ticker && day >= date && day <= until,
        ),
    )
    expect(truth).toHaveLength(26)
    expect(missed).toEqual([])
    const beside = all.filter(({ kind, asset, date, until }) => !isPlanted(kind, asset, date, until))
    console.log(`dirty-fixture.csv: 26 planted, ${26 - missed.length} found; beside them:`, beside)
  })

  it("are refused by default where they cannot be kept, all at once with the flag that would let them pass", async () => {
    const result = await Effect.runPromise(imported("dirty-fixture.csv", { adjustment: "split" }))
    if (Result.isSuccess(result)) return expect.fail("it was accepted")
    expect(result.failure).toMatchObject({ _tag: "DataRefused", total: 1 })
    expect(result.failure.message).toMatch(/--policy duplicate_conflicting=drop/)
  })
})

describeGolden("the clean originals", ["data/etf-daily.parquet"], () => {
  it("raise at most two false alarms", async () => {
    const { defects } = await found("etf-daily.parquet", {
      adjustment: "split",
      tickers: ["SPY", "GLD", "TLT"],
      from: "2015-01-01",
      to: "2016-06-30",
    })
    console.log("clean originals:", defects)
    expect(defects.length).toBeLessThanOrEqual(2)
  })
})

const byKind = (defects: ReadonlyArray<{ readonly kind: string; readonly action: string }>) => {
  const counts: Record<string, number> = {}
  for (const { kind, action } of defects) counts[`${kind} ${action}`] = (counts[`${kind} ${action}`] ?? 0) + 1
  return counts
}

const real: ReadonlyArray<readonly [string, ImportOptions]> = [
  ["etf-daily.parquet", { adjustment: "split" }],
  ["sector-etf-daily-autoadj.parquet", { adjustment: "split+dividend" }],
  ["us-stocks-2000-2012.parquet", { adjustment: "raw" }],
  ["stocks20-ragged-2018.csv", {}],
  ["stocks20-ragged-2024.csv", {}],
  ["sp20-prices.csv", {}],
  ["crypto-daily.csv", { adjustment: "raw", calendar: "always" }],
]

describe("real files", () => {
  for (const [file, options] of real) {
    describeGolden(file, [`data/${file}`], () => {
      it("import with the default policies", async () => {
        const today = parseIsoDate("2026-11-23")!
        const { defects, information } = await found(file, { ...options, today })
        console.log(file, byKind(defects), byKind(information))
        const changed = defects.filter(
          ({ kind, action }) => action === "repaired" && kind !== "unadjusted_split",
        )
        expect(changed).toEqual([])
      })
    })
  }
})
