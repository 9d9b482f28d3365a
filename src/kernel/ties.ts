/**
 * Comparisons of values that rest on prices. A forward-built total-return index turns equal prices into dust of about
 * 1e-14, so two values this close are a tie, and a tie is neutral.
 */
export function isTie(x: number, y: number): boolean {
  const difference = Math.abs(x - y)
  // relative to the larger of the two: asked of both, since Math.max takes longer than all the rest
  return difference <= 1e-14 || difference <= 1e-12 * Math.abs(x) || difference <= 1e-12 * Math.abs(y)
}

/** −1, 0 or +1 as x is below, tied with or above y; NaN when either is NaN. */
export function compareWithTies(x: number, y: number): number {
  const difference = x - y
  let sign = difference / Math.abs(difference) // a quotient and one way out: V8 boxes what may be integer or double
  if (isTie(x, y)) sign = 0
  return sign
}
