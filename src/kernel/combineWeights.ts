export interface Combination {
  /** overlay: what exposure leaves is cash; normalise: the row is scaled to the sum of |exposure| */
  readonly mode: "overlay" | "normalise"
  /** largest Σ|w| */
  readonly gross: number
  /** wanted Σw, |net| ≤ gross; undefined: whatever comes out */
  readonly net: number | undefined
}

/**
 * Base weights and exposure to weights, one row: w = a·e, or scaled so that Σ|w| = Σ|e|; then, with a net target, the
 * long leg to (gross + net)/2 and the short leg to (gross − net)/2, an empty leg staying empty; then down to `gross`.
 *
 * @param base shape (n), ≥ 0, sum 1 or 0; NaN = not there
 * @param exposure shape (n), −1 … 1; NaN (not eligible) counts 0
 * @returns shape (n), fractions of net asset value, Σ|w| ≤ gross; NaN where `base` is. Total: never throws.
 */
export function combineWeights(base: Float64Array, exposure: Float64Array, how: Combination): Float64Array {
  const out = new Float64Array(base.length)
  let wanted = 0
  for (let i = 0; i < out.length; i++) {
    const e = Number.isNaN(exposure[i]!) ? 0 : exposure[i]!
    wanted += Math.abs(e)
    out[i] = base[i]! * e + 0 // no negative zero
  }
  const legs = legsOf(out)
  if (how.mode === "normalise" && legs.gross > 0) scaleLegs(out, wanted / legs.gross, wanted / legs.gross)
  if (how.net !== undefined) toNet(out, how.gross, how.net)
  const { gross } = legsOf(out)
  if (gross > how.gross) scaleLegs(out, how.gross / gross, how.gross / gross)
  return out
}

function toNet(row: Float64Array, gross: number, net: number): void {
  const { long, short } = legsOf(row)
  scaleLegs(row, long > 0 ? (gross + net) / 2 / long : 1, short > 0 ? (gross - net) / 2 / short : 1)
}

function legsOf(row: Float64Array): {
  readonly long: number
  readonly short: number
  readonly gross: number
} {
  let long = 0
  let short = 0
  for (let i = 0; i < row.length; i++) {
    if (row[i]! > 0) long += row[i]!
    else if (row[i]! < 0) short -= row[i]!
  }
  return { long, short, gross: long + short }
}

function scaleLegs(row: Float64Array, long: number, short: number): void {
  for (let i = 0; i < row.length; i++) row[i] = row[i]! * (row[i]! < 0 ? short : long) + 0
}
