/** Maximal runs [from, to) of positions for which something holds. */
export function findRuns(
  count: number,
  holds: (i: number) => boolean,
): ReadonlyArray<{ readonly from: number; readonly to: number }> {
  const runs: Array<{ from: number; to: number }> = []
  let from = -1
  for (let i = 0; i <= count; i++) {
    const isIn = i < count && holds(i)
    if (isIn && from < 0) from = i
    if (!isIn && from >= 0) {
      runs.push({ from, to: i })
      from = -1
    }
  }
  return runs
}

export const rowsText = (count: number): string => (count === 1 ? "1 row" : `${count} rows`)
