import type { DataRefused } from "../../pipeline/data/errors.ts"
import type { DateEvidence, DateVerdict } from "./DateEvidence.ts"
import type { DateColumn } from "./DateColumn.ts"
import type { ReadOptions } from "./ReadOptions.ts"
import { refusal } from "./refusal.ts"

/** The format of a file's dates; throws DataRefused when the cells leave it open. */
export function dateVerdict(
  path: string,
  field: string,
  evidence: DateEvidence,
  { dates }: ReadOptions,
): DateVerdict {
  const verdict = evidence.verdict(dates)
  if (verdict === "no_date") {
    throw refusal(path, "no cell of this column is a date", {
      field,
      remedy:
        "Name the column of dates (--column date=NAME); dates are 2020-12-31, 12/31/2020, 31.12.2020, 20201231, instants, or epoch seconds or milliseconds.",
    })
  }
  if (verdict === "ambiguous") {
    throw refusal(path, "the cells do not tell whether the month or the day comes first", {
      field,
      remedy: "State it: --dates us for month first, --dates eu for day first.",
    })
  }
  return verdict
}

/** Throws DataRefused when more cells are in another format than are looked at one by one. */
export function checkDeviating(path: string, field: string, column: DateColumn, most: number): void {
  if (column.deviating <= most) return
  throw tooManyDates(path, field, column.deviating)
}

const tooManyDates = (path: string, field: string, count: number): DataRefused =>
  refusal(path, `${count} cells of this column are no dates in the format of the others`, {
    field,
    remedy: "State the format (--dates), or write the column in one.",
  })
