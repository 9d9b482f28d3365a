/**
 * Takes out what was computed across the end of a listing: a later bar is a new listing, with prices of its own.
 *
 * @param values shape (rows × width), row-major; row t was computed from rows t − `back` … t; changed in place
 * @param listing shape (rows × width); −1 on the session on which a listing ends
 * @returns `values`, NaN where a listing ended in rows t − `back` … t − 1. Total: never throws.
 */
export function withinListing(
  values: Float64Array,
  width: number,
  back: number,
  listing: Float64Array,
): Float64Array {
  for (let at = listing.indexOf(-1); at >= 0; at = listing.indexOf(-1, at + 1)) {
    const last = Math.min(values.length - 1, at + back * width)
    for (let later = at + width; later <= last; later += width) values[later] = NaN
  }
  return values
}
