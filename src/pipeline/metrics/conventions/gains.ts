/** What the winning and the losing sessions add up to, both as positive sums of returns. */
export const gains = (returns: Float64Array): number =>
  returns.reduce((sum, value) => sum + Math.max(0, value), 0)

export const losses = (returns: Float64Array): number =>
  returns.reduce((sum, value) => sum + Math.max(0, -value), 0)
