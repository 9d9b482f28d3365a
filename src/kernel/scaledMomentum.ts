/**
 * Growth in units of what volatility alone would make of it: growth / (volatility · √periods), clipped to ±clip and
 * divided by clip.
 *
 * @param growth shape (n), decimal, over `periods` periods
 * @param volatility shape (n), decimal per period, > 0
 * @param periods of the growth, ≥ 1
 * @param clip deviations at which the score is ±1, > 0
 * @returns shape (n), −1 … 1; NaN where either is. Total: never throws.
 * Source: Moskowitz, Ooi and Pedersen (2012), Journal of Financial Economics 104(2), with a score in place of the sign.
 */
export function scaledMomentum(
  growth: Float64Array,
  volatility: Float64Array,
  periods: number,
  clip: number,
): Float64Array {
  const scale = Math.sqrt(periods) * clip
  return growth.map((size, at) => Math.max(-1, Math.min(1, size / (volatility[at]! * scale))) + 0)
}
