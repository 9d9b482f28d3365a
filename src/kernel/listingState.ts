/**
 * Whether each asset is listed, session by session, from the bars so far and from dated delistings.
 *
 * An asset is listed from its first bar on. It is delisted on the first session without a bar on or after the date its
 * listing is known to end, or on the `delistAfter`-th session in a row without a bar; never because the data stop. A bar
 * after that is a new listing. A date applies to the listing that began on or before it.
 *
 * @param close shape (T × n) row-major; NaN = no bar
 * @param sessions shape (T), epoch days
 * @param ends shape (n), epoch day from which there is no trading; NaN = not known
 * @param delistAfter sessions, ≥ 1
 * @param from first row to compute; rows before it are NaN in the result
 * @param before state after the row before `from`; undefined at the start of history
 * @returns state (T × n): 1 listed with a bar, 0 listed without one, −1 the delisting session, NaN not listed; and the
 * state after the last row: `since` (epoch day of the listing's first bar, NaN = not listed), `missed` (sessions in a
 * row without a bar)
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
  const since = before === undefined ? new Float64Array(width).fill(NaN) : before.since.slice()
  const missed = before === undefined ? new Float64Array(width) : before.missed.slice()
  for (let t = from; t < sessions.length; t++) {
    const session = sessions[t]!
    for (let i = 0; i < width; i++) {
      const at = t * width + i
      if (!Number.isNaN(close[at]!)) {
        if (Number.isNaN(since[i]!)) since[i] = session
        missed[i] = 0
        listing[at] = 1
      } else if (!Number.isNaN(since[i]!)) {
        missed[i] = missed[i]! + 1
        const ended = session >= ends[i]! && since[i]! <= ends[i]!
        listing[at] = ended || missed[i]! >= delistAfter ? -1 : 0
        if (listing[at] === -1) {
          since[i] = NaN
          missed[i] = 0
        }
      }
    }
  }
  return { listing, after: { since, missed } }
}

export interface ListingMemory {
  readonly since: Float64Array
  readonly missed: Float64Array
}
