/** Consecutive rows [from, to). */
export interface RowRange {
  readonly from: number
  readonly to: number
}

/** Rows that are marked, as ranges in order. */
export function rangesOf(marked: Uint8Array): ReadonlyArray<RowRange> {
  const ranges: Array<RowRange> = []
  let from = -1
  for (let row = 0; row <= marked.length; row++) {
    if (marked[row] === 1) {
      if (from < 0) from = row
    } else if (from >= 0) {
      ranges.push({ from, to: row })
      from = -1
    }
  }
  return ranges
}

export const rowsIn = (ranges: ReadonlyArray<RowRange>): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from, 0)
