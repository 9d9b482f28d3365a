/**
 * Which assets a decision may hold.
 *
 * @param decision shape (T), 1 on rows with a decision
 * @param listing shape (T × n), 1 = listed with a bar, NaN = not listed
 * @param universe shape (T × n), 1 = may be held; undefined where all may
 * @param intents each (T × n); one that is known is enough
 * @param estimates each (T × n); all must be known
 * @returns shape (T × n): on decision rows 1 or 0 for listed assets; NaN elsewhere
 *
 * Total: never throws.
 */
export function eligibleRows(
  decision: Float64Array,
  listing: Float64Array,
  universe: Float64Array | undefined,
  intents: ReadonlyArray<Float64Array>,
  estimates: ReadonlyArray<Float64Array>,
  assets: number,
): Float64Array {
  const out = new Float64Array(listing.length).fill(NaN)
  for (let t = 0; t < decision.length; t++) {
    if (decision[t] !== 1) continue
    for (let at = t * assets; at < (t + 1) * assets; at++) {
      if (Number.isNaN(listing[at]!)) continue
      const isThere = listing[at] === 1 && (universe === undefined || universe[at] === 1)
      out[at] = isThere && intents.some(knownAt(at)) && estimates.every(knownAt(at)) ? 1 : 0
    }
  }
  return out
}

const knownAt = (at: number) => (values: Float64Array) => !Number.isNaN(values[at]!)
