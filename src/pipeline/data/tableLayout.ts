/** What the columns of a table mean, told from their names: wide (a column an asset) or long (a row an asset and date). */
import * as Result from "effect/Result"
import type { ColumnName } from "./Bars.ts"
import { DataRefused } from "./errors.ts"

export type TableLayout =
  | {
      readonly kind: "wide"
      readonly date: number
      readonly ticker: undefined
      /** assets and the columns of their closes */
      readonly numbers: ReadonlyArray<{ readonly name: string; readonly column: number }>
    }
  | {
      readonly kind: "long"
      readonly date: number
      /** undefined: the file is of one asset, named like the file */
      readonly ticker: number | undefined
      readonly numbers: ReadonlyArray<{ readonly name: ColumnName; readonly column: number }>
    }

type Role = "date" | "ticker" | ColumnName

const spellings: Readonly<Record<Role, ReadonlyArray<string>>> = {
  date: ["date", "timestamp", "datetime", "day", "session", "tradingday", "tradedate"],
  ticker: ["ticker", "symbol", "asset", "instrument"],
  open: ["open", "openprice"],
  high: ["high", "highprice"],
  low: ["low", "lowprice"],
  close: ["close", "closeprice", "last"],
  volume: ["volume", "vol"],
  dividend: ["dividend", "dividends", "divcash"],
  split_ratio: ["splitratio", "stocksplits", "split", "splits", "splitfactor"],
  adj_close: ["adjclose", "adjustedclose", "adjcloseprice", "closeadjusted", "closeadj"],
}

const roleOf = new Map(
  Object.entries(spellings).flatMap(([role, names]) =>
    names.map((name): [string, Role] => [name, role as Role]),
  ),
)

/** Spelling aside: case, blanks, `_`, `-` and `.` do not count. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_.-]/g, "")

/** A table is long when it has a close, an adjusted close or a ticker column by name; else its first column is the date. */
export function tableLayout(
  file: string,
  names: ReadonlyArray<string>,
): Result.Result<TableLayout, DataRefused> {
  const roles = names.map((name) => roleOf.get(plain(name)))
  const isLong = roles.some((role) => role === "close" || role === "adj_close" || role === "ticker")
  return isLong ? longLayout(file, names, roles) : wideLayout(file, names)
}

function longLayout(
  file: string,
  names: ReadonlyArray<string>,
  roles: ReadonlyArray<Role | undefined>,
): Result.Result<TableLayout, DataRefused> {
  const twice = roles.findIndex((role, i) => role !== undefined && roles.indexOf(role) < i)
  if (twice >= 0) {
    const first = names[roles.indexOf(roles[twice])]
    return refuse(
      file,
      names[twice]!,
      `it means ${roles[twice]}, as ${first} does`,
      "Leave one of the two columns.",
    )
  }
  if (!roles.includes("close") && !roles.includes("adj_close")) {
    return refuse(
      file,
      "",
      "a long table needs a column close or adj_close",
      "Name the columns date, ticker, close, …",
    )
  }
  const date = roles.indexOf("date")
  const ticker = roles.indexOf("ticker")
  return Result.succeed({
    kind: "long",
    date: Math.max(date, 0),
    ticker: ticker < 0 ? undefined : ticker,
    numbers: roles.flatMap((role, column) =>
      role === undefined || role === "date" || role === "ticker" ? [] : [{ name: role, column }],
    ),
  })
}

function wideLayout(file: string, names: ReadonlyArray<string>): Result.Result<TableLayout, DataRefused> {
  if (names.length < 2) {
    return refuse(
      file,
      names[0] ?? "",
      "there is one column only",
      "Give a first column date and one a asset.",
    )
  }
  const twice = names.findIndex((name, i) => names.indexOf(name) < i)
  if (twice >= 0) return refuse(file, names[twice]!, "two columns have this name", "Name every asset once.")
  return Result.succeed({
    kind: "wide",
    date: 0,
    ticker: undefined,
    numbers: names.slice(1).map((name, i) => ({ name: name.trim(), column: i + 1 })),
  })
}

const refuse = (
  file: string,
  field: string,
  problem: string,
  remedy: string,
): Result.Result<never, DataRefused> =>
  Result.fail(
    new DataRefused({
      file,
      refusals: [{ row: 0, field, asset: null, date: null, problem }],
      total: 1,
      remedy,
    }),
  )
