/**
 * Who belongs to a universe, session by session.
 *
 * @param listing shape (T × n) row-major, NaN = not listed
 * @param sessions shape (T), epoch days
 * @param spans of each of the n assets, the days it belongs: from the first to the day before `to` (Infinity: still);
 * undefined where every asset belongs as long as it is listed
 * @returns shape (T × n): 1 listed and a member, 0 listed and none, NaN not listed
 *
 * Total: never throws. Row t reads row t and the spans that have begun by then.
 */
export function universeState(
  listing: Float64Array,
  sessions: Int32Array,
  spans: ReadonlyArray<ReadonlyArray<Span>> | undefined,
): Float64Array {
  const width = sessions.length === 0 ? 0 : listing.length / sessions.length
  return listing.map((state, at) => {
    if (Number.isNaN(state)) return NaN
    if (spans === undefined) return 1
    const day = sessions[Math.floor(at / width)]!
    return spans[at % width]!.some(({ from, to }) => from <= day && day < to) ? 1 : 0
  })
}

/** Days [from, to), epoch days. */
export interface Span {
  readonly from: number
  readonly to: number
}
