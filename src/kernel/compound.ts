/**
 * Growth of one unit.
 *
 * @param returns shape (n), simple returns per session, decimal
 * @returns shape (n + 1), entry 0 is 1 and entry t + 1 is Π(1 + returns[0..t]); NaN from the first NaN on.
 * Total: never throws.
 */
export function compound(returns: Float64Array): Float64Array {
  const out = new Float64Array(returns.length + 1)
  let level = 1
  out[0] = level
  for (let t = 0; t < returns.length; t++) {
    level *= 1 + returns[t]!
    out[t + 1] = level
  }
  return out
}
