/** The deepest fall from an earlier peak, decimal and negative. */
export function maxDrawdown(levels: ArrayLike<number>): number {
  let [peak, worst] = [0, 0]
  for (let i = 0; i < levels.length; i++) {
    peak = Math.max(peak, levels[i]!)
    worst = Math.min(worst, levels[i]! / peak - 1)
  }
  return worst
}
