import { basename } from "node:path"
import { DataRefused } from "../../pipeline/data/errors.ts"

const aTable = "Give a CSV with a header line, or a Parquet file of plain columns."

export interface Place {
  /** counted from 1 without the header; 0 = the file as a whole */
  readonly row?: number
  readonly field?: string
  readonly remedy?: string
}

/** One fact for which a whole file is refused. */
export const refusal = (
  path: string,
  problem: string,
  { row = 0, field = "", remedy = aTable }: Place = {},
): DataRefused =>
  new DataRefused({
    file: basename(path),
    refusals: [{ row, field, asset: null, date: null, problem }],
    total: 1,
    remedy,
  })

export const tooLarge = "Split the file, or leave out what a study does not need."
