/** Stretches of rows for which something holds, each as its first and last row. */
export function runs(
  count: number,
  holds: (row: number) => boolean,
): ReadonlyArray<readonly [number, number]> {
  const found: Array<readonly [number, number]> = []
  let from = -1
  for (let row = 0; row <= count; row++) {
    if (row < count && holds(row)) {
      if (from < 0) from = row
    } else if (from >= 0) {
      found.push([from, row - 1])
      from = -1
    }
  }
  return found
}
