import * as Result from "effect/Result"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { DataRefused } from "../errors.ts"
import type { Rename } from "./dateTable.ts"
import type { Defect } from "./Defect.ts"
import type { ImportRows } from "./ImportRows.ts"

/**
 * Joins what one asset traded as to one history, under its last name.
 *
 * Rows of `old` before the date of a rename become rows of `new`, rename by rename in order of dates, so that a chain of names
 * ends in the last. A row of `old` on or after the date is of another asset that took the name over, and stays; rows of
 * `new` before the date would be of another asset too, and are refused: the two histories would overlap or be mixed up.
 */
export function renameTickers(
  rows: ImportRows,
  renames: ReadonlyArray<Rename>,
): Result.Result<{ readonly rows: ImportRows; readonly defects: ReadonlyArray<Defect> }, DataRefused> {
  if (renames.length === 0) return Result.succeed({ rows, defects: [] })
  const tickers = [...rows.tickers]
  const ticker = rows.ticker.slice()
  const defects: Array<Defect> = []
  for (const rename of renames) {
    const from = tickers.indexOf(rename.old)
    if (from < 0) continue
    const known = tickers.indexOf(rename.new)
    const isEarlier = (of: number) => (session: number, at: number) =>
      ticker[at] === of && session < rename.day
    const moved = rows.session.reduce((sum, session, at) => sum + (isEarlier(from)(session, at) ? 1 : 0), 0)
    if (moved === 0) continue
    const at = known < 0 ? -1 : rows.session.findIndex(isEarlier(known))
    if (at >= 0) return Result.fail(overlap(rows, rename, at))
    const to = known < 0 ? tickers.push(rename.new) - 1 : known
    rows.session.forEach((session, row) => {
      if (isEarlier(from)(session, row)) ticker[row] = to
    })
    defects.push({
      kind: "renamed",
      asset: rename.new,
      date: formatIsoDate(rename.day),
      detail: `${moved} rows of ${rename.old} from before are its own`,
      action: "joined",
    })
  }
  return Result.succeed({
    rows: withoutNames({ ...rows, tickers, ticker }, new Set(renames.map(({ old }) => old))),
    defects,
  })
}

/** Names that were given up and have no row left are gone. */
function withoutNames(rows: ImportRows, given: ReadonlySet<string>): ImportRows {
  const used = new Set(rows.ticker)
  const kept = rows.tickers.flatMap((name, i) => (used.has(i) || !given.has(name) ? [i] : []))
  const place = new Map(kept.map((old, now) => [old, now]))
  return {
    ...rows,
    tickers: kept.map((i) => rows.tickers[i]!),
    ticker: rows.ticker.map((i) => place.get(i)!),
  }
}

const overlap = (rows: ImportRows, { old, new: now, day }: Rename, at: number): DataRefused =>
  new DataRefused({
    file: rows.files[rows.file[at]!]!,
    refusals: [
      {
        row: rows.row[at]!,
        field: "ticker",
        asset: now,
        date: formatIsoDate(rows.session[at]!),
        problem: `${now} has a row before ${formatIsoDate(day)}, when ${old} became ${now}`,
      },
    ],
    total: 1,
    remedy: "Correct the date in the ticker map, or give the other asset's rows another name first.",
  })
