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
      readonly numbers: ReadonlyArray<{
        readonly name: ColumnName
        readonly column: number
        /** as the file calls it */
        readonly field: string
      }>
      /** names of columns that mean nothing to a snapshot (Capital Gains) */
      readonly ignored: ReadonlyArray<string>
    }

export type Role = "date" | "ticker" | ColumnName

/** What somebody says that columns mean: role → name in the file. */
export type ColumnMapping = Readonly<Partial<Record<Role, string>>>

const spellings: Readonly<Record<Role, ReadonlyArray<string>>> = {
  date: ["date", "timestamp", "datetime", "time", "day", "session", "tradingday", "tradedate", "pricedate"],
  ticker: ["ticker", "symbol", "asset", "instrument", "sym", "ric"],
  open: ["open", "openprice"],
  high: ["high", "highprice"],
  low: ["low", "lowprice"],
  close: ["close", "closeprice", "last"],
  volume: ["volume", "vol"],
  dividend: ["dividend", "dividends", "divcash", "dividendamount", "exdividend"],
  split_ratio: ["splitratio", "stocksplits", "split", "splits", "splitfactor", "splitcoefficient"],
  adj_close: [
    "adjclose",
    "adjustedclose",
    "adjcloseprice",
    "closeadjusted",
    "closeadj",
    "adjustedcloseprice",
  ],
}

const roleOf: ReadonlyMap<string, Role> = new Map(
  Object.entries(spellings).flatMap(([role, names]) =>
    names.map((name): [string, Role] => [name, role as Role]),
  ),
)

export const roles = Object.keys(spellings) as ReadonlyArray<Role>

/** Spelling aside: case, blanks, `_`, `-`, `.` and the brackets of <CLOSE> do not count. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_.<>-]/g, "")

/**
 * A table is long when it has a close, an adjusted close or a ticker column by name; else its first column is the date and
 * every other an asset.
 *
 * @param mapping goes before any spelling
 */
export function tableLayout(
  file: string,
  names: ReadonlyArray<string>,
  mapping: ColumnMapping = {},
): Result.Result<TableLayout, DataRefused> {
  const stated = new Map<number, Role>()
  for (const [role, name] of Object.entries(mapping) as ReadonlyArray<[Role, string]>) {
    const column = columnNamed(names, name)
    if (column < 0)
      return refuse(file, name, `there is no such column for ${role}`, `It has: ${some(names)}.`)
    const other = stated.get(column)
    if (other !== undefined) return refuse(file, name, `it cannot be ${other} and ${role}`, "Name it once.")
    stated.set(column, role)
  }
  const isStated = new Set(stated.values())
  const found = names.map((name, column) => {
    const role = stated.get(column) ?? roleOf.get(plain(name))
    return role !== undefined && isStated.has(role) && !stated.has(column) ? undefined : role
  })
  const isLong = found.some((role) => role === "close" || role === "adj_close" || role === "ticker")
  return isLong
    ? longLayout(file, names, found)
    : wideLayout(file, names, columnNamed(names, mapping.date ?? names[0]!))
}

/** As it is written, else but for its case. */
function columnNamed(names: ReadonlyArray<string>, name: string): number {
  const exact = names.indexOf(name)
  return exact >= 0 ? exact : names.findIndex((each) => each.toLowerCase() === name.toLowerCase())
}

const some = (names: ReadonlyArray<string>): string =>
  names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "")

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
      "Leave one of the two columns, or say which it is (--column close=NAME).",
    )
  }
  if (!roles.includes("close") && !roles.includes("adj_close")) {
    return refuse(
      file,
      "",
      "a long table needs a column close or adj_close",
      "Name the columns date, ticker, close, … or say what they mean (--column close=NAME).",
    )
  }
  const date = roles.indexOf("date")
  const ticker = roles.indexOf("ticker")
  return Result.succeed({
    kind: "long",
    date: Math.max(date, 0),
    ticker: ticker < 0 ? undefined : ticker,
    numbers: roles.flatMap((role, column) =>
      role === undefined || role === "date" || role === "ticker"
        ? []
        : [{ name: role, column, field: names[column]! }],
    ),
    ignored: names.filter(
      (name, column) => roles[column] === undefined && column !== Math.max(date, 0) && name !== "",
    ),
  })
}

function wideLayout(
  file: string,
  names: ReadonlyArray<string>,
  date: number,
): Result.Result<TableLayout, DataRefused> {
  const assets = names.flatMap((name, column) => (column === date ? [] : [{ name: name.trim(), column }]))
  if (assets.length === 0) {
    return refuse(
      file,
      names[0] ?? "",
      "there is one column only",
      "Give a first column of dates and one column an asset.",
    )
  }
  const seen = new Set<string>()
  for (const { name } of assets) {
    if (seen.has(name)) return refuse(file, name, "two columns have this name", "Name every asset once.")
    seen.add(name)
  }
  return Result.succeed({ kind: "wide", date, ticker: undefined, numbers: assets })
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
