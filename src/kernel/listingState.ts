/** After a row: which assets are listed (1, else 0), sessions in a row without a bar, and the row's epoch day (one number). */
export interface ListingMemory {
  readonly listed: Float64Array
  readonly missed: Float64Array
  readonly session: Float64Array
}

/**
 * Whether each asset is listed, session by session, from the bars so far and from dated delistings.
 *
 * An asset is listed from its first bar on. It is delisted on the first session on or after the date from which it is
 * known not to trade (a bar on that session is ignored), or on the `delistAfter`-th session in a row without a bar; never
 * because the data stop. A bar after that is a new listing.
 *
 * @param close shape (T × n) row-major; NaN = no bar
 * @param sessions shape (T), epoch days
 * @param ends shape (n), epoch day from which there is no trading; NaN = not known
 * @param delistAfter sessions, ≥ 1
 * @param from first row to compute; rows before it are NaN in the result
 * @param before state after the row before `from`; undefined at the start of history
 * @returns (T × n): 1 listed with a bar, 0 listed without one, −1 the delisting session, NaN not listed; and the state
 * after the last row
 *
 * Total: never throws. An asset without any bar is NaN throughout.
 */
export function listingState(
  close: Float64Array,
  sessions: Int32Array,
  ends: Float64Array,
  delistAfter: number,
  from: number,
  before: ListingMemory | undefined,
): { readonly listing: Float64Array; readonly after: ListingMemory } {
  const width = ends.length
  const listing = new Float64Array(close.length).fill(NaN)
  const listed = before === undefined ? new Float64Array(width) : before.listed.slice()
  const missed = before === undefined ? new Float64Array(width) : before.missed.slice()
  let last = before === undefined ? NaN : before.session[0]!
  for (let t = from; t < sessions.length; t++) {
    const session = sessions[t]!
    for (let i = 0; i < width; i++) {
      const at = t * width + i
      const ended = last < ends[i]! && session >= ends[i]!
      if (!Number.isNaN(close[at]!) && !ended) {
        listed[i] = listing[at] = 1
        missed[i] = 0
      } else if (listed[i] === 1) {
        missed[i] = missed[i]! + 1
        if (!ended && missed[i]! < delistAfter) listing[at] = 0
        else {
          listing[at] = -1
          listed[i] = missed[i] = 0
        }
      }
    }
    last = session
  }
  return { listing, after: { listed, missed, session: Float64Array.of(last) } }
}
