/** One asset on one session. Weights are fractions of capital; NaN or 0 is no position. */
export interface Passage {
  /** what the asset added to the return: h·a + g1·w·b − borrow */
  readonly contribution: number
  /** h, weight at the previous close */
  readonly before: number
  /** h' = h(1 + a)/g1, weight when the session's orders fill */
  readonly drifted: number
  /** w, weight right after the fill */
  readonly filled: number
  /** weight at the close: w(1 + b)/g2; NaN on the session of ruin, whose fee then counts as the long part's */
  readonly after: number
  /** growth of capital up to the fill, and from it to the close */
  readonly toFill: number
  readonly fromFill: number
}

/**
 * The part of a contribution that was earned while the asset was held long; the rest was earned short (borrow fees are
 * all there). Only a session that turns a long position into a short one, or back, has both.
 *
 * @returns decimal; 0 for an asset without a position. Total: never throws.
 */
export function longPart(passage: Passage): number {
  const { contribution, before, drifted, filled, after, toFill, fromFill } = passage
  if (before > 0 && filled < 0) return drifted * toFill - before
  if (before < 0 && filled > 0) {
    if (Number.isNaN(after)) return contribution - (drifted * toFill - before)
    return toFill * (after * fromFill - filled)
  }
  return before > 0 || filled > 0 ? contribution : 0
}
