/**
 * Comparisons of values that rest on prices. A forward-built total-return index turns equal prices into dust of about
 * 1e-14, so two values this close are a tie, and a tie is neutral.
 */
export function isTie(x: number, y: number): boolean {
  const difference = Math.abs(x - y)
  return difference <= 1e-14 || difference <= 1e-12 * Math.max(Math.abs(x), Math.abs(y))
}

/** −1, 0 or +1 as x is below, tied with or above y; NaN when either is NaN. */
export function compareWithTies(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  if (isTie(x, y)) return 0
  return x > y ? 1 : -1
}
