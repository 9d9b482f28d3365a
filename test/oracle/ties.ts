/** Comparisons and ranks of values that rest on prices. */

/** Ties of page §2: values that rest on prices and differ by dust are equal. */
export function tied(x: number, y: number): boolean {
  const gap = Math.abs(x - y)
  return gap <= 1e-12 * Math.max(Math.abs(x), Math.abs(y)) || gap <= 1e-14
}

/** −1, 0, +1; NaN when either is unknown. */
export function compare(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  return tied(x, y) ? 0 : x > y ? 1 : -1
}

/** 1 + how many are smaller + half of how many others are tied, counted pair by pair. */
export function averageRanks(values: ReadonlyArray<number>): number[] {
  return values.map((x, i) => {
    const ties = values.filter((y, j) => j !== i && tied(x, y)).length
    const smaller = values.filter((y) => y < x && !tied(x, y)).length
    return 1 + smaller + ties / 2
  })
}

/** Ranks spread from −1 to +1; a single value, or all equal: 0. */
export function rankScores(values: ReadonlyArray<number>): number[] {
  const n = values.length
  if (n <= 1) return values.map(() => 0)
  return averageRanks(values).map((rank) => (2 * (rank - (n + 1) / 2)) / (n - 1))
}
